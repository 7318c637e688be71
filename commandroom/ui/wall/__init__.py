"""The wall: a second window with the map and big clocks, for the whole room to read."""
