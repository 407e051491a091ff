"""The pages, one module for each kind. Begin with `home_page.py`; `component` contains the pages of components."""
