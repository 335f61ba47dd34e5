"""What a payer has allowed, what is left of it, and when it must be asked again: pure rules."""
