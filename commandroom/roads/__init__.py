"""Road networks: read, compiled, kept in one file, travelled, searched. No Qt, no SQL."""
