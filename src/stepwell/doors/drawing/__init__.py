"""Pictures of the house: the stair, the twelve seats, charts. Facts in, geometry out; no script and no inline style."""
