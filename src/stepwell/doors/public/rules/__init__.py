"""What the public site decides, without a clock and without a database."""
