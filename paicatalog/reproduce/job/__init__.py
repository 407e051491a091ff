"""What runs, whatever the platform: task roles with their image, hardware, environment, plugins and entry script.

Begin with `plan.py`, which turns a `Request` into a `Plan`.
"""
