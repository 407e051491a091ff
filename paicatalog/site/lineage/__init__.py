"""The connections between components: the graph of neighbors, pipelines of jobs, and SVG drawings of both.

`assets/lineage.css` styles all of them.
"""
