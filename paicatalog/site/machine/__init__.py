"""Files for programs: the static API, feeds, raw files, Markdown twins, badges and social images.

Begin with `machine_files.py`. A field of the API is written in `api.py` and described in `api_schema.py`.
"""
