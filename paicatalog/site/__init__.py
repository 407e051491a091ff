"""The site: pages, search index, static API and feeds. Knows no site generator.

Begin with `site.py`, which lists everything a site is made of. `pages` has one module for each kind of page, and its
package `component` those of components; `machine` makes what programs read. Below them: `lineage` and `search`,
`facts` (what is known of a component), `theme` (what surrounds a page), `code` (YAML, Markdown and text as HTML), and
`urls`. `templates`, `assets`, `languages` and `overrides` (templates of the theme that ours replace) are files.
"""
