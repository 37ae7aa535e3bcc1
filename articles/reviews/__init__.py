"""三审三校: what is reviewed, by whom, in which order, and the record of it.

The moves themselves are in ``articles.workflow``, which asks the modules here.
"""
