"""Texts by HTTP: one POST of JSON, as most who carry texts understand it or a small bridge to them does."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from stepwell.care.notices.carriers.carrier import NotSent, Parcel, Receipt

_TAKEN = range(200, 300)
_BUSY = (408, 425, 429)
_THEIR_FAULT = 500


@dataclass(frozen=True)
class Gateway:
    """Where texts are handed over. token: sent as a bearer. seconds: how long an answer is waited for."""

    address: str
    token: str
    seconds: int = 20


class HttpTexts:
    """Hands texts to one gateway: {"to", "text", "key"} in, {"id"} out; a key that came before is not sent again."""

    def __init__(self, gateway: Gateway) -> None:
        self.gateway = gateway

    def send(self, to: str, words: Parcel) -> Receipt:
        """Hand it over."""
        where = urlsplit(self.gateway.address)
        kind = HTTPSConnection if where.scheme == "https" else HTTPConnection
        line = kind(where.netloc, timeout=self.gateway.seconds)
        try:
            line.connect()
        except OSError:
            raise NotSent("later", "The gateway cannot be reached.") from None
        try:
            return self._handed_over(line, f"{where.path or '/'}{'?' + where.query if where.query else ''}", to, words)
        finally:
            line.close()

    def _handed_over(self, line: HTTPConnection, path: str, to: str, words: Parcel) -> Receipt:
        body = json.dumps({"to": to, "text": words.text, "key": words.key}).encode()
        head = {"Content-Type": "application/json", "Authorization": f"Bearer {self.gateway.token}"}
        try:
            line.request("POST", path, body, head)
            answer = line.getresponse()
            code, said = answer.status, answer.read()
        except (OSError, HTTPException):
            raise NotSent("unknown", "The gateway fell silent.") from None
        if code not in _TAKEN:
            busy = code in _BUSY or code >= _THEIR_FAULT
            raise NotSent("later" if busy else "never", f"The gateway answered {code}.")
        try:
            return Receipt(str(json.loads(said)["id"])[:120])
        except (ValueError, KeyError, TypeError):
            raise NotSent("unknown", "The gateway's answer was not understood.") from None
