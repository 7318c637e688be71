"""The alarms as lines: the worst in the bar, the others in the list above it."""
