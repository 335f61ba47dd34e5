"""What clients and those they let in see: the portal."""
