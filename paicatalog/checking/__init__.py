"""Checking many files at once, in worker processes and with the results of the previous run from a cache.

Begin with `check_files.py`.
"""
