"""One contract for whoever carries texts and e-mail: the simulator, and the real ones against servers we did not write
them with."""

from __future__ import annotations

import json
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.header import decode_header, make_header
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from stepwell.care.notices.carriers import NotSent, Parcel, carriers
from stepwell.care.notices.carriers.email import Server, Smtp
from stepwell.care.notices.carriers.http import Gateway, HttpTexts
from stepwell.care.notices.carriers.simulator import Simulator
from stepwell.foundation.policy.loading import load
from tests.world import TODAY

WORDS = Parcel("n7", "LC Office", "Tiene un mensaje nuevo", "¡Hola! Something is waiting for you. Call 714-555-0100.")
GOOD, BUSY, BAD = "amara@example.org", "busy@example.org", "bad@example.org"


@dataclass
class Outside:
    """The world behind a carrier: what arrived there, and whether it answers in time."""

    arrived: list[dict[str, Any]] = field(default_factory=list)
    silent: bool = False


class Desk(socketserver.StreamRequestHandler):
    """As much of SMTP (RFC 5321) as a server must know."""

    def handle(self) -> None:
        outside, to = self.server.outside, ""
        self._say(220, "mail.example.org")
        while line := self.rfile.readline():
            word, _, rest = line.decode("ascii").strip().partition(" ")
            match word.upper():
                case "EHLO" | "HELO":
                    self._say(250, "mail.example.org")
                case "RCPT":
                    to = rest.partition("<")[2].partition(">")[0]
                    code = 450 if to == BUSY else 550 if to == BAD else 250
                    self._say(code, "as it is")
                case "DATA":
                    self._say(354, "go on")
                    raw = b"".join(iter(self.rfile.readline, b".\r\n"))
                    message = message_from_bytes(raw)
                    if not outside.silent:
                        outside.arrived.append(
                            {
                                "to": to,
                                "text": message.get_payload(decode=True).decode().strip(),
                                "head": str(make_header(decode_header(message["Subject"]))),
                                "from": message["From"],
                            }
                        )
                        self._say(250, "taken")
                    else:
                        return
                case "QUIT":
                    self._say(221, "bye")
                    return
                case _:
                    self._say(250, "fine")

    def _say(self, code: int, words: str) -> None:
        self.wfile.write(f"{code} {words}\r\n".encode())


class Texts(BaseHTTPRequestHandler):
    """A gateway: sends a key once."""

    def do_POST(self) -> None:
        outside = self.server.outside
        given = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        code = 401 if self.headers["Authorization"] != "Bearer secret" else 200
        code = {BUSY: 503, BAD: 422}.get(given["to"], code)
        if code == 200 and given["key"] not in [one["key"] for one in outside.arrived]:
            outside.arrived.append({**given, "head": "", "from": ""})
        if outside.silent:
            time.sleep(2)
        body = json.dumps({"id": f"gw-{given['key']}"} if code == 200 else {"error": "no"}).encode()
        self.send_response(code)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing of it is printed."""


class Threaded(socketserver.ThreadingMixIn, socketserver.TCPServer):
    allow_reuse_address, daemon_threads = True, True


@contextmanager
def serving(kind: type, handler: type, outside: Outside) -> Iterator[int]:
    with kind(("127.0.0.1", 0), handler) as server:
        server.outside = outside
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


@pytest.fixture(params=["simulator", "smtp", "http"])
def carried(request, tmp_path):
    """A carrier and the world behind it."""
    outside = Outside()
    if request.param == "simulator":
        simulator = Simulator(tmp_path / "sent.jsonl", {BUSY: "later", BAD: "never"})
        outside.arrived = Arrived(simulator)
        yield simulator, outside, lambda: simulator.failing.update({GOOD: "unknown"})
        return
    server, handler = (Threaded, Desk) if request.param == "smtp" else (ThreadingHTTPServer, Texts)
    with serving(server, handler, outside) as port:
        if request.param == "smtp":
            carrier = Smtp(Server("127.0.0.1", port, "post@lc-office.example.org", tls=False, seconds=1))
        else:
            carrier = HttpTexts(Gateway(f"http://127.0.0.1:{port}/texts?v=1", "secret", seconds=1))
        yield carrier, outside, lambda: setattr(outside, "silent", True)


class Arrived:
    """What the simulator kept, as a list."""

    def __init__(self, simulator: Simulator) -> None:
        self.simulator = simulator

    def __len__(self) -> int:
        return len(self.simulator.sent())

    def __getitem__(self, place: int) -> dict[str, Any]:
        return self.simulator.sent()[place]


def test_what_is_given_arrives_word_for_word_and_has_a_number(carried):
    carrier, outside, _ = carried
    receipt = carrier.send(GOOD, WORDS)
    assert WORDS.key in receipt.number
    assert len(outside.arrived) == 1
    assert (outside.arrived[0]["to"], outside.arrived[0]["text"]) == (GOOD, WORDS.text)
    assert outside.arrived[0]["head"] in ("", WORDS.head)


@pytest.mark.parametrize(("to", "how"), [(BUSY, "later"), (BAD, "never")])
def test_what_is_not_taken_says_whether_to_try_again_and_names_nobody(carried, to, how):
    carrier, outside, _ = carried
    with pytest.raises(NotSent) as refused:
        carrier.send(to, WORDS)
    assert refused.value.how == how
    assert len(outside.arrived) == 0
    for secret in (to, WORDS.text, WORDS.head):
        assert secret not in refused.value.says


def test_a_carrier_that_falls_silent_may_have_sent_it(carried):
    carrier, _, fall_silent = carried
    fall_silent()
    with pytest.raises(NotSent) as refused:
        carrier.send(GOOD, WORDS)
    assert refused.value.how == "unknown"


def test_after_a_fault_the_next_one_goes(carried):
    carrier, outside, _ = carried
    with pytest.raises(NotSent):
        carrier.send(BUSY, WORDS)
    carrier.send(GOOD, WORDS)
    assert len(outside.arrived) == 1


@pytest.mark.parametrize(
    "carrier",
    [
        Smtp(Server("127.0.0.1", 9, "post@example.org", tls=False, seconds=1)),
        HttpTexts(Gateway("http://127.0.0.1:9/", "x", seconds=1)),
    ],
    ids=["smtp", "http"],
)
def test_nobody_there_is_for_later(carrier):
    with pytest.raises(NotSent) as refused:
        carrier.send(GOOD, WORDS)
    assert refused.value.how == "later"


def test_an_e_mail_comes_from_the_neutral_name_and_no_head_can_be_smuggled_in():
    outside = Outside()
    with serving(Threaded, Desk, outside) as port:
        carrier = Smtp(Server("127.0.0.1", port, "post@lc-office.example.org", tls=False, seconds=1))
        carrier.send(GOOD, WORDS)
        assert outside.arrived[0]["from"] == "LC Office <post@lc-office.example.org>"
        with pytest.raises(NotSent) as refused:
            carrier.send("a@example.org\nBcc: b@example.org", WORDS)
    assert refused.value.how == "never"
    assert len(outside.arrived) == 1


def test_a_wrong_token_is_for_good_and_an_answer_nobody_understands_is_unknown():
    class Nonsense(Texts):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"<html>")

    for handler, token, how in ((Texts, "wrong", "never"), (Nonsense, "secret", "unknown")):
        with serving(ThreadingHTTPServer, handler, Outside()) as port, pytest.raises(NotSent) as refused:
            HttpTexts(Gateway(f"http://127.0.0.1:{port}/", token, seconds=1)).send(GOOD, WORDS)
        assert refused.value.how == how


def test_the_simulator_is_used_until_a_server_is_named_and_the_address_may_not_tell(settings, tmp_path):
    settings.SIMULATED = tmp_path
    assert {type(one) for one in carriers().values()} == {Simulator}
    telling = tuple(load("notices/templates", TODAY).rule("reveals")["beginnings"])
    settings.CARRIERS = {**settings.CARRIERS, "EMAIL_HOST": "mail", "EMAIL_FROM": "post@recovery-house.example.org"}
    with pytest.raises(ImproperlyConfigured):
        carriers(telling)
    settings.CARRIERS = {**settings.CARRIERS, "EMAIL_FROM": "post@lc.example.org", "TEXT_URL": "https://x.example.org/"}
    assert {name: type(one) for name, one in carriers(telling).items()} == {"email": Smtp, "text": HttpTexts}


def test_what_the_simulator_keeps_is_for_its_owner_alone(tmp_path):
    simulator = Simulator(tmp_path / "deep" / "sent.jsonl")
    simulator.send(GOOD, WORDS)
    assert simulator.file.stat().st_mode & 0o077 == 0
