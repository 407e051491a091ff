"""The published form of protocol files, without literal secrets. It is made once; all layers above read only this form.

Begin with `published_catalog.py`, the input of the site, and `reported_file.py`, the input of reports. Only modules of
this package mask secrets (`masking.py`, in YAML `parsed_yaml.py`, in other text `unparsed_text.py`): import-linter
forbids `site`, `reproduce` and `report` to import these or the rules' detection of secrets.
"""
