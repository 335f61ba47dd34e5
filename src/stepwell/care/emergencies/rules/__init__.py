"""Pure rules: who is called, whether somebody joins the group today, how they get home."""
