"""A site that another generator built: its shell page, documentation and sitemap. Begin with `fill.py`."""
