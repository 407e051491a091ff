"""The published form of protocol files, without literal secrets. It is made once; all layers above read only this form.

Begin with `published_catalog.py`, the input of the site, and `reported_file.py`, the input of reports. Only modules of
this package mask secrets (`masking.py`): import-linter forbids `site`, `reproduce` and `report` to import that module
or the rules' detection of secrets.
"""
