"""The journal: one plain line for each fact."""
