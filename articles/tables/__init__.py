"""The tables of stories, and all the tables by name.

``articles.resources`` and ``issues.resources`` hold the columns; the work on stories' words is
here, since it goes through ``articles.editing``.
"""
