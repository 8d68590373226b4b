"""What can be said of a plan without any return."""
