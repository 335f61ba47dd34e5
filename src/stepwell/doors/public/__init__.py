"""The public site: for a person at night on a phone, or somebody who cares about them. No account, no cookie."""
