"""Letters: texts filled in, drafts that mail programs open, and what was sent."""
