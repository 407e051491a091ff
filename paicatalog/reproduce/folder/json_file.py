"""Serialization of JSON files."""

import json


def json_file(value: object) -> str:
    """Return indented JSON with a final newline. The order is kept, and unprintable characters are escaped."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    return "".join(char if char == "\n" or char.isprintable() else json.dumps(char)[1:-1] for char in text) + "\n"
