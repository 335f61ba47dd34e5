"""What a program's policy says, read into types; pure."""
