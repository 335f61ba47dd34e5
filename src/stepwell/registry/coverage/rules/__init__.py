"""What treatment will cost the person, told honestly: exact where verified, a range where not. Pure rules."""
