"""What may be billed, and why: pure rules over attended minutes, signed notes and a payer's terms."""
