"""Conversion of the JSON of version 1 (`jobName`, `image`). Begin with `job.py`."""
