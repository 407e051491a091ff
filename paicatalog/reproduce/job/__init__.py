"""The platform-independent part of a job: task roles with image, hardware, environment, plugins and entry script.

The entry point is `plan.py`, which turns a `Request` into a `Plan`.
"""
