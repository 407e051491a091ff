"""Diagnosis of the mistakes that cause the problems a schema finds.

Begin with `causes.py`: it takes the problems that jsonschema finds (`schema_problems.py`), tries guesses about what was
meant (`key_guesses.py`, `role_guesses.py`), and keeps a guess if the corrected data has fewer problems.
"""
