"""Views of programs, their sites and staff."""
