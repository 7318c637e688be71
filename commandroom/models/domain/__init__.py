"""Entities, rules, commands and events: standard library only, no clock, no chance."""
