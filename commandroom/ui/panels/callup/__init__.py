"""拉动: whom to call up, how they are doing, how the firms stand."""
