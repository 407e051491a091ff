"""How to run a job again, one platform a module. Start at `platforms.instructions`."""
