"""Taking an incident by keyboard alone."""
