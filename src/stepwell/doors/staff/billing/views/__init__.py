"""Views of billing: days to look at, a person's days and fees, claims."""
