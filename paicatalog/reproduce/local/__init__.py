"""The local machine, without containers."""
