"""The connections between components: the graph of neighbors, chains of jobs (pipelines), and SVG drawings of both.

`assets/lineage.css` styles all of them.
"""
