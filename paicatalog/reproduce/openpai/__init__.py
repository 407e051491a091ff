"""OpenPAI itself: the protocol file, and scripts that submit it, follow it and stop it."""
