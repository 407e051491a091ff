"""Docker Compose: all containers of a job on one machine."""
