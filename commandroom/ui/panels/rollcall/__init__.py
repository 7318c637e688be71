"""点名: who is called, who has answered, whose time is up."""
