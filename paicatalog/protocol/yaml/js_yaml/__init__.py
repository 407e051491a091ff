"""Where js-yaml, the server's reader, differs from libyaml: one difference a module, each corrected by `nodes.py`."""
