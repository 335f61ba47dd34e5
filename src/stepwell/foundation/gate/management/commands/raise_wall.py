"""Raise the second wall after a migration; run as the owner."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from stepwell.foundation.gate.wall import raise_wall


class Command(BaseCommand):
    """`manage raise_wall --role stepwell_app`."""

    help = "Fence every table of an operator and grant the application role only what it needs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--role", default="stepwell_app")

    def handle(self, *args: Any, **options: Any) -> None:
        count = raise_wall(options["role"])
        self.stderr.write(f"{count} tables fenced by operator")
