"""What a timeline tells of letters."""

from __future__ import annotations

from stepwell.care.letters.models import LetterSignature
from stepwell.foundation.gate.access import Access
from stepwell.foundation.gate.models import Subject
from stepwell.foundation.gate.moments import Moments, moments
from stepwell.foundation.gate.opening import query
from stepwell.foundation.gate.permissions import Permission


@query(Permission.EPISODE_READ)
def moments_of(access: Access, *, subject: Subject) -> list[Moments]:
    """letter: a the kind, b to whom, c who signed it; ref is the letter."""
    rows = LetterSignature.objects.filter(subject=subject)
    return [moments("letter", rows, at="at", ref="letter_id", a="letter__kind", b="letter__recipient", c="by__name")]
