"""What a person takes, from when until when, and what is due when two medications alarm or one stops."""
