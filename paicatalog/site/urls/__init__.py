"""Addresses: those of the site (`addresses.py`) and those of the repository in the web (`repository.py`)."""
