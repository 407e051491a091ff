"""URLs: those of the site (`addresses.py`) and those of the repository's web view (`repository.py`)."""
