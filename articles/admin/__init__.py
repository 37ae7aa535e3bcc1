"""The editors' admin of stories, pages, findings and people."""
