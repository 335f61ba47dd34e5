"""What is due for somebody: verbs in the order they are due, told together where they are one piece of work."""

from stepwell.doors.staff.due.verb import Verb
from stepwell.doors.staff.due.verbs import due

__all__ = ["Verb", "due"]
