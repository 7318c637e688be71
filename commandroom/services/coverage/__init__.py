"""Coverage: which posts, places and streets today's free units reach in time, and what would change that."""
