"""The published form of protocol files: without their literal secrets. Everything that publishes reads it."""
