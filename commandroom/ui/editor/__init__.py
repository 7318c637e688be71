"""The editor of drill scripts."""
