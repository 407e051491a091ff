"""JavaScript's types, conversions and members of values, by which the REST server reads and prints them."""
