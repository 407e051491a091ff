"""How to run a job outside the catalog: instructions and files for each platform.

Begin with `platforms.py`, which lists the platforms and calls one of them. A platform's package begins with
`platform.py`; platforms do not import each other. What they share lies below: `folder` (files of an export), `job`
(what runs, whatever the platform), `shell` (text of scripts).
"""
