"""Files checked one by one: by several processes, and by what is remembered of the last run."""
