"""建议编组: the team that the room proposes for the selected incident."""
