"""The two addresses of a database: as its owner, and as the application."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import SplitResult, quote, unquote, urlsplit


@dataclass(frozen=True)
class Urls:
    """One database as two roles see it.

    owner: makes and changes tables, for migrations only. app: what everything else runs as; it owns nothing.
    Both are `postgresql://user:password@host:port/database` with passwords quoted.
    """

    owner: str
    app: str

    def to(self, database: str) -> Urls:
        """The same two roles in another database of the same server."""
        return Urls(owner=to_database(self.owner, database), app=to_database(self.app, database))


def to_database(url: str, database: str) -> str:
    """The address with another database in it; host, login and options stay."""
    return _joined(urlsplit(url)._replace(path="/" + quote(database)))


def database_of(url: str) -> str:
    """The name of the database an address leads to; an address without one leads to the login's own."""
    parts = urlsplit(url)
    return unquote(parts.path.lstrip("/")) or unquote(parts.username or "")


def as_login(url: str, user: str, password: str) -> str:
    """The address with another login in it."""
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    return _joined(parts._replace(netloc=f"{quote(user, safe='')}:{quote(password, safe='')}@{place}"))


def user_of(url: str) -> str:
    """The role an address logs in as; empty when it names none."""
    return unquote(urlsplit(url).username or "")


def password_of(url: str) -> str:
    """The password in an address; empty when it has none."""
    return unquote(urlsplit(url).password or "")


def without_password(url: str) -> str:
    """The address as it may be shown to a person or written to a log."""
    parts = urlsplit(url)
    login, _, place = parts.netloc.rpartition("@")
    shown = f"{login.partition(':')[0]}@{place}" if login else place
    return _joined(parts._replace(netloc=shown, query=""))


def _joined(parts: SplitResult) -> str:
    # urlunsplit drops the "//" of an address without a host, and libpq insists on it.
    return f"{parts.scheme}://{parts.netloc}{parts.path}{'?' + parts.query if parts.query else ''}"
