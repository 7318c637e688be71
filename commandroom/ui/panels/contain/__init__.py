"""合围 beside the map: the question, the verdict, the points to hold."""
