"""Changing values in a YAML text while everything else, comments included, stays. Begin with `yaml_edit.py`."""
