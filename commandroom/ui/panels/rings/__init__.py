"""The response rings of the selected incident, and of the town when none is selected."""
