"""The pages of components. Begin with `component_pages.py`.

A job's page is `job_page.py` with a module for each of its sections (`job_parameters.py`, `job_commands.py`, ...) and
the template `job.html.jinja`; the others share `shared_component_page.py` and `asset.html.jinja`. What all pages of
components have in common is `component_view.py` and `component.html.jinja`.
"""
