"""What is said when a policy file cannot be used."""

from __future__ import annotations


class PolicyError(Exception):
    """A policy is missing or wrong. `path` is the file (or the id asked for), `message` one sentence."""

    def __init__(self, path: object, message: str) -> None:
        self.path = str(path)
        self.message = message
        super().__init__(f"{self.path}: {message}")


class UnknownPolicy(PolicyError):
    """No folder on the path has a policy of that id."""


class NotInForce(PolicyError):
    """The policy exists, but no version of it is in force on the day of service."""
