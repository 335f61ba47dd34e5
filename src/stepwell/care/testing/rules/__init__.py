"""How a drug test goes on and how a result is read; pure rules."""
