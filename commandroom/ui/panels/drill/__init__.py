"""A drill: its pace, its unmistakable band and its score sheet."""
