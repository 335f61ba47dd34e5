"""`stepwell decide <engine>`: any rule engine asked from the shell, JSON in and JSON out, without a
database."""
