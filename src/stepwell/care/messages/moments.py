"""What a timeline tells of messages: that somebody wrote, never what."""

from __future__ import annotations

from stepwell.care.messages.models import Message
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.moments import Moments, moments
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission


@query(Permission.MESSAGE_READ)
def moments_of(access: Access, *, subject: Subject) -> list[Moments]:
    """message: a the side, b who wrote."""
    return [moments("message", Message.objects.filter(subject=subject), at="at", a="side", b="by")]
