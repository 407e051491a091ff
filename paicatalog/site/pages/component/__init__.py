"""The pages of components. Begin with `component_pages.py`.

A job's page is made by `job_page.py` with a module for each of its sections (`job_parameters.py`, `job_commands.py`,
...) and the template `job.html.jinja`; those of other components by `shared_component_page.py` and `asset.html.jinja`.
The parts that all pages of components have in common are in `component_view.py` and `component.html.jinja`.
"""
