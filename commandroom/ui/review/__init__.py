"""复盘: looking back at a drill, an incident or a day in a window of its own."""
