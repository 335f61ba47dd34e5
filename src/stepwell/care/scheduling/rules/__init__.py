"""Weeks that fit a person's life, or the exact reasons why none does. Pure rules."""
