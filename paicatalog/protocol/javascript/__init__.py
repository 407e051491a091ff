"""JavaScript's view of values: the REST server is written in it, so types, conversions and members follow its rules."""
