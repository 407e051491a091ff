"""Editing values in a YAML text without changing anything else, such as comments. Begin with `yaml_edit.py`."""
