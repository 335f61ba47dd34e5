"""Which medications alarm beside each other and what follows a stop; pure rules."""
