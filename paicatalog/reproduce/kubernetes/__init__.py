"""Kubernetes: an indexed Job for each task role, started and watched with kubectl."""
