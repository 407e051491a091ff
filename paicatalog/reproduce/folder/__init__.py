"""The files of an exported folder that do not depend on the platform, or are shared by several.

`readme.py` collects the folder; `untranslated.py` lists what a platform does differently; `run_script.py` holds the
parts of `run.sh`.
"""
