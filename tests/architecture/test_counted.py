"""Statements are counted for the bench, and nowhere else."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from stepwell.doors.counted import QueriesCounted

INSTALLED = (
    "from stepwell.doors.settings import MIDDLEWARE; print('stepwell.doors.counted.QueriesCounted' in MIDDLEWARE)"
)


@pytest.mark.django_db
def test_an_answer_says_how_many_statements_it_took() -> None:
    def page(request: HttpRequest) -> HttpResponse:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.execute("SELECT 2")
        return HttpResponse()

    assert QueriesCounted(page)(RequestFactory().get("/"))["X-Queries"] == "2"


@pytest.mark.parametrize(("asked", "there"), [("", "False"), ("0", "False"), ("1", "True")])
def test_it_is_installed_only_when_asked_for(asked: str, there: str) -> None:
    environment = os.environ | {"STEPWELL_COUNT_QUERIES": asked}
    said = subprocess.run(
        [sys.executable, "-c", INSTALLED], env=environment, capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == there
