"""Training (训练): a development tool that makes the reader's weights from printed pages."""
