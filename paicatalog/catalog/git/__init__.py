"""Git data of the protocol files: history, changes since a commit, earlier contents, tags.

Every module runs the `git` command through `command.py`.
"""
