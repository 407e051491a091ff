"""The pages, one module for each kind. Begin with `home_page.py`; `component` has the pages of components."""
