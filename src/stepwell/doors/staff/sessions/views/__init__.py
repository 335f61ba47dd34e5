"""Views of sessions, one module a resource."""
