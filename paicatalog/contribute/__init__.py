"""What contributors run on their files. `upgrade` converts old dialects to protocol 2."""
