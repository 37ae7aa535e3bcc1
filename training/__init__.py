"""Training (训练): development tools that measure the reader on printed pages.

A corpus is a folder of ``*.jsonl.xz`` files, one printed story a line; its texts are the papers'
own and never enter the repository.
"""
