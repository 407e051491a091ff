"""The protocol itself: source text with positions, schema, templates, dialects. Imports no other room."""
