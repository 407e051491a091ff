"""Tools for contributors. `upgrade` converts files of old dialects to protocol 2."""
