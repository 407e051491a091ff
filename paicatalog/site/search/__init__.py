"""The search index and the filters of the browse page. Begin with `index.py`; `assets/search.js` reads it."""
