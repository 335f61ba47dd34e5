"""Pure rules: what is reported outside the house, and by when."""
