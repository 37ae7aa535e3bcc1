"""Findings (疑点): each check asks a question about a page; a person answers it."""
