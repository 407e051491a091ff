"""The templates `<% %>` in commands, parsed and rendered as the REST server does with mustache.js 2.3.

Begin with `render.py`; `entrypoint.py` renders the commands of a whole job, `check.py` reports what the server refuses.
"""
