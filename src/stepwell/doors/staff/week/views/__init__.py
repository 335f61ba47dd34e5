"""Views of the week, one module a resource."""
