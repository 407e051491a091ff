"""This machine, without containers."""
