"""Files of old dialects as valid files of protocol 2 that run the same.

Begin with `convert.py`. Each dialect has its converter, in `drafts` (2018 and 2019) or `version_1` (JSON); `tree.py` is
the YAML document that they change, comments included.
"""
