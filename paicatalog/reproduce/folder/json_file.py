"""A value as the text of a JSON file."""

import json


def json_file(value: object) -> str:
    """Return JSON that people can read: indented, in its own order, and nothing in it that a terminal acts on."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    return "".join(char if char == "\n" or char.isprintable() else json.dumps(char)[1:-1] for char in text) + "\n"
