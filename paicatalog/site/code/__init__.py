"""Conversions: YAML and Markdown to HTML, data to YAML and JSON, HTML to Markdown and text; unprintable characters."""
