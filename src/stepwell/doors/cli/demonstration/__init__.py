"""The demonstration: invented people live through a program day by day, by the real actions and its own clock."""
