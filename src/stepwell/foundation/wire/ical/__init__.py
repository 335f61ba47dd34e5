"""Calendar files that say when, and nothing of what."""
