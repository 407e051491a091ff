"""Pages, search index, static API, feed and generated reference. Knows no site generator."""
