"""The JSON of version 1 (`jobName`, `image`) to protocol 2. Begin with `job.py`."""
