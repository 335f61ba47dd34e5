"""The seal of a row that was signed, from what stands in it: to write it, and to see years later that it holds."""

from __future__ import annotations

from typing import Any

from stepwell.care.sessions.models import OwnPart, SharedPart
from stepwell.care.sessions.rules.sealing import Signed, seal


def sealed(part: SharedPart | OwnPart) -> str:
    """The hash that belongs under the part as it stands."""
    if isinstance(part, OwnPart):
        about = f"participation:{part.participation_id}"
        content: dict[str, Any] = {
            "text": part.text,
            "objective": part.objective_id,
            "exception": part.exception,
            "risk": part.risk,
            "late": part.late,
        }
    else:
        about = f"session:{part.session_id}"
        content = {"text": part.text, "late": part.late}
    return seal(
        Signed(
            about=about,
            version=part.version,
            content=content,
            author=part.author_id,
            credential=part.credential,
            signed_at=part.signed_at,
            why=part.why,
            previous=part.amends.sha256 if part.amends else "",
        )
    )
