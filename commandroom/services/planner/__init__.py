"""The planner: where stations should stand so that most of the demand is reached in time."""
