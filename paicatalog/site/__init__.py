"""The site: pages, search index, static API and feeds. Independent of the site generator.

Begin with `site.py`, which lists all pages and files of a site; `output.py` writes them. `pages` has one module for
each kind of page, and its package `component` those of components; `machine` makes the files for programs. The layers
below: `lineage` and `search`, `facts` (data about a component), `theme` (the page around the content), `code` (YAML,
Markdown and text as HTML), and `urls`. `templates`, `assets`, `languages` and `overrides` (replaced templates of the
theme) contain files.
"""
