"""Who goes: a team for an incident after its response plan, with a reason for everybody."""
