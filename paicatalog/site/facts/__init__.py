"""Facts about a component that pages, search and API show, each in its own module."""
