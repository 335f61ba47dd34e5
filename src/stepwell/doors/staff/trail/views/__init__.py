"""Views of the trail and of what was told to others."""
