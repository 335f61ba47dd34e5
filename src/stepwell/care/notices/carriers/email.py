"""E-mail by SMTP, with Django's own backend."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from email.utils import formataddr

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from stepwell.care.notices.carriers.carrier import NotSent, Parcel, Receipt

#: From here on an answer of SMTP means that trying again does not help.
_FOR_GOOD = 500


@dataclass(frozen=True)
class Server:
    """Where e-mail is handed over, and the address it comes from. seconds: how long an answer is waited for."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""
    tls: bool = True
    seconds: int = 20


class Smtp:
    """Hands e-mail to one server."""

    def __init__(self, server: Server) -> None:
        self.server = server

    def send(self, to: str, words: Parcel) -> Receipt:
        """Hand it over; the number of the receipt is the message's own."""
        server = self.server
        line = EmailBackend(
            host=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            use_tls=server.tls,
            timeout=server.seconds,
        )
        try:
            line.open()
        except (OSError, smtplib.SMTPException):
            raise NotSent("later", "The e-mail server does not answer.") from None
        number = f"<{words.key}@{server.sender.partition('@')[2]}>"
        message = EmailMessage(
            subject=words.head,
            body=words.text,
            from_email=formataddr((words.sender, server.sender)),
            to=[to],
            connection=line,
            headers={"Message-ID": number, "Auto-Submitted": "auto-generated"},
        )
        try:
            message.send()
        except smtplib.SMTPRecipientsRefused as refused:
            code = max((code for code, _ in refused.recipients.values()), default=_FOR_GOOD)
            raise NotSent("never" if code >= _FOR_GOOD else "later", "The address was refused.") from None
        except smtplib.SMTPResponseException as refused:
            for_good = refused.smtp_code >= _FOR_GOOD
            says = f"The e-mail server answered {refused.smtp_code}."
            raise NotSent("never" if for_good else "later", says) from None
        except (OSError, smtplib.SMTPException):
            raise NotSent("unknown", "The e-mail server fell silent.") from None
        except ValueError:
            raise NotSent("never", "That is no e-mail address.") from None
        finally:
            self._hang_up(line)
        return Receipt(number)

    @staticmethod
    def _hang_up(line: EmailBackend) -> None:
        """What was taken stays taken, however the line ends."""
        try:
            line.close()
        except (OSError, smtplib.SMTPException):
            return
