"""Pages written by hand, each printed in every layout, with what must be read off them.

A page is written once, a tag before each line saying what that line is (see ``notation``), so that
text and truth cannot part. ``printing`` lays it out as the three kinds of source do.
"""
