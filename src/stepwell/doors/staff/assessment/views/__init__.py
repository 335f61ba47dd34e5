"""Pages of an assessment, one module a resource."""
