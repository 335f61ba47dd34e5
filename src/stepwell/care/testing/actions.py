"""Ordering a drug test, each step of it, its results and their review: clinical information, never a verdict."""
