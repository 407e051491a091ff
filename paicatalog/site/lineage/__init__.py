"""How components are connected: neighbors as a graph, chains of jobs, and both drawn as SVG.

`assets/lineage.css` styles the chains, `assets/component.css` the graph on a component's page.
"""
