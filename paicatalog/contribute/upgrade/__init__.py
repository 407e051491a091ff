"""Conversion of files of old dialects to valid files of protocol 2 that run the same commands.

Begin with `convert.py`. Each dialect has a converter in `drafts` (2018 and 2019) or `version_1` (JSON). Converters
transform the YAML tree of `tree.py`, which includes the comments.
"""
