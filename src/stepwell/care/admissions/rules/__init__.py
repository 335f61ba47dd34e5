"""Before admission: what is routed first, and whether the program fits. Nothing here ever rejects anyone."""
