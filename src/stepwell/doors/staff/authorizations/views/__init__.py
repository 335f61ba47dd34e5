"""Views of authorizations: the board, one authorization, what the payer said, packets."""
