"""What is true of teams and plans: who may join, what a plan holds together, who signs; pure rules."""
