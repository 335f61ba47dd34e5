"""Every write about sessions: holding and scheduling them, who was there, and what is signed."""
