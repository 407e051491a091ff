"""YAML, Markdown and JSON as HTML, HTML as text, and the characters that none of them can hold."""
