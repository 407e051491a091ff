"""What helps people contribute: `new` and `init`, `diff`, `upgrade`."""
