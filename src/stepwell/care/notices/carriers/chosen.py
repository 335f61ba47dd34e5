"""Which carriers this house uses: the simulator, until an engineer names a server."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from stepwell.care.letters.rules.telling import beginning
from stepwell.care.notices.carriers.carrier import Carrier
from stepwell.care.notices.carriers.email import Server, Smtp
from stepwell.care.notices.carriers.http import Gateway, HttpTexts
from stepwell.care.notices.carriers.simulator import Simulator


def carriers(telling: tuple[str, ...] = ()) -> Mapping[str, Carrier]:
    """The carrier of each channel, from the settings. telling: beginnings of words that an address we send from may
    not hold. Raises ImproperlyConfigured for one that does, or for a carrier without an address."""
    given: Mapping[str, str] = settings.CARRIERS
    folder = Path(settings.SIMULATED)
    email: Carrier = Simulator(folder / "email.jsonl")
    texts: Carrier = Simulator(folder / "text.jsonl")
    if given["EMAIL_HOST"]:
        sender = given["EMAIL_FROM"]
        if "@" not in sender or beginning(sender, telling):
            raise ImproperlyConfigured("STEPWELL_EMAIL_FROM is an address whose words tell nothing of treatment.")
        server = Server(
            given["EMAIL_HOST"],
            int(given["EMAIL_PORT"]),
            sender,
            given["EMAIL_USER"],
            given["EMAIL_PASSWORD"],
            tls=given["EMAIL_TLS"] != "0",
        )
        email = Smtp(server)
    if given["TEXT_URL"]:
        texts = HttpTexts(Gateway(given["TEXT_URL"], given["TEXT_TOKEN"]))
    return {"email": email, "text": texts}
