"""What is counted and how: every figure with its definition, its number and its denominator; pure rules."""
