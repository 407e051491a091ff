"""Reading YAML as the OpenPAI REST server does (js-yaml 3.13.1), with positions, and writing it.

Begin with `nodes.py`: libyaml parses the text, and other modules of the package correct what libyaml reads differently
(tabs, quoted text, brackets, control characters). `construct.py` turns nodes into data. `fast_reader.py` reads ordinary
files without nodes, and must agree with both.
"""
