"""The desk's one screen of a page: a private working copy, its steps, and the way back."""
