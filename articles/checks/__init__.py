"""Checks (检查): each asks a question about a page; a person answers it."""
