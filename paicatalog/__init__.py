"""Turn a Git repository of OpenPAI protocol files into a validated, cross-linked, searchable catalog."""

__version__ = "0.1.0"
