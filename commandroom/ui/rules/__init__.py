"""勤务规则: the editor of the rules of the room."""
