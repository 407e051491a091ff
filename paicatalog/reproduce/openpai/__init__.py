"""OpenPAI itself: the protocol file, and scripts that submit, watch and stop the job."""
