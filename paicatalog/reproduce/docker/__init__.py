"""Docker: a job of one container, run by `docker run`."""
