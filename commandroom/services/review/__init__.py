"""Looking back: how a drill, an incident or a day stood at any moment."""
