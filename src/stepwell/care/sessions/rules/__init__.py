"""What is true of sessions: hours of a week, and what is looked at before a note is signed; pure rules."""
