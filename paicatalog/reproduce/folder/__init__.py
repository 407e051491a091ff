"""The files of an exported folder that are independent of the platform or shared by several platforms.

The entry points are `readme.py` (all files of the folder), `untranslated.py` (the features that a platform does not
support) and `run_script.py` (the parts of `run.sh`).
"""
