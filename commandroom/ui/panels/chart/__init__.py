"""The shift in two small pictures: incidents by hour and ring attainment."""
