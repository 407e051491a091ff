"""Docker: a job with one container, run by `docker run`."""
