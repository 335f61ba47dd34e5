"""What answers to an instrument mean. Pure: an instrument is a policy, answers go in, a ruling comes out."""
