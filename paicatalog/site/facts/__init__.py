"""What pages, search and API show of a component, each fact in a module of its own."""
