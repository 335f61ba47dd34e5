"""What a letter may say, to whom, in which words."""
