"""From what the schema refuses to the mistake that caused it.

Begin with `causes.py`: it takes the problems that jsonschema finds (`schema_problems.py`), tries guesses about what was
meant (`key_guesses.py`, `role_guesses.py`), and keeps a guess if the corrected data has fewer problems.
"""
