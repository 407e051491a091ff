"""How to run a job outside the catalog: instructions and files for each platform.

`platforms.py` lists the platforms and is the entry point. Each platform is a package whose entry point is
`platform.py`; platforms do not import each other. They share the layers below: `folder` (files of an export), `job`
(what runs, independent of the platform) and `shell` (text of scripts).
"""
