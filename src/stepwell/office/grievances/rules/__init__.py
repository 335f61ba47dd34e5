"""Pure rules: the path of a grievance and its deadlines."""
