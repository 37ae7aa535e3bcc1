"""Importing (导入): received bytes become a page. Decode → read → write and check in a transaction.

The command and the admin's import page are thin shells round ``importing.intake``.
"""
