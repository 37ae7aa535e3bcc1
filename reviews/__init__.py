"""三审三校: what is reviewed, by whom, in which order, and the record of it.

The changes of state themselves are in ``editorial.workflow``, which asks the modules here.
"""
