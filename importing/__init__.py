"""Importing (导入): received bytes become a page. Decode → read → write in one transaction → check.

The command and the admin's import page are thin shells round ``importing.intake``.
"""
