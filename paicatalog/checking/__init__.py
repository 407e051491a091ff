"""Running the rules on many files at once: in worker processes, and with the results of the last run from a cache.

Begin with `check_files.py`.
"""
