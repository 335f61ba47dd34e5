"""Django settings. Everything that differs between machines comes from the environment."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

HERE = Path(__file__).resolve().parent
HOME = Path(os.environ.get("STEPWELL_HOME", ".stepwell"))


def database(url: str) -> dict[str, Any]:
    """Django's connection settings for a postgresql:// URL."""
    parts: dict[str, Any] = dict(conninfo_to_dict(url)) if url else {}
    named = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **{ours: str(parts.pop(theirs, "")) for ours, theirs in named.items()},
        # Whatever else the address says, such as sslmode, goes to the driver as it is.
        "OPTIONS": parts,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


OWNER_URL = os.environ.get("STEPWELL_OWNER_URL", "")
APP_URL = os.environ.get("STEPWELL_APP_URL", "")
# Only migrations and the wall run as the owner. Everything else is the application role, which owns nothing.
DATABASES = {"default": database(OWNER_URL if os.environ.get("STEPWELL_AS") == "owner" else APP_URL)}

SECRET_KEY = os.environ.get("STEPWELL_SECRET_KEY") or secrets.token_urlsafe(50)
DEBUG = False
ALLOWED_HOSTS = os.environ.get("STEPWELL_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
AUTH_USER_MODEL = "gate.Login"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"  # each site has its own; pages convert
LANGUAGE_CODE = "en-us"
LANGUAGES = [("en", "English"), ("es", "Español")]  # what clients and visitors read; staff pages are English

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "csp",
    "stepwell.foundation.gate",
    "stepwell.foundation.jobs",
    "stepwell.foundation.documents",
    "stepwell.registry.people",
    "stepwell.registry.programs",
    "stepwell.registry.coverage",
    "stepwell.registry.episodes",
    "stepwell.care.measures",
    "stepwell.care.placement",
    "stepwell.care.plans",
    "stepwell.care.scheduling",
    "stepwell.care.sessions",
    "stepwell.care.testing",
    "stepwell.care.medications",
    "stepwell.care.transitions",
    "stepwell.care.admissions",
    "stepwell.care.emergencies",
    "stepwell.care.letters",
    "stepwell.care.messages",
    "stepwell.care.notices",
    "stepwell.office.incidents",
    "stepwell.office.grievances",
    "stepwell.office.utilization",
    "stepwell.office.claims",
    "stepwell.office.reports",
    "stepwell.doors.forms",
    "stepwell.doors.feeds",
    "stepwell.doors.staff",
    "stepwell.doors.drawing",
    "stepwell.doors.portal",
    "stepwell.doors.public",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "stepwell.doors.staff.shell.unkept.NothingKept",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "stepwell.doors.staff.shell.clinic_time.ClinicTime",
    "stepwell.doors.portal.speaking.InTheirLanguage",
    "stepwell.doors.forms.expired.SignInKeepsWork",
    "stepwell.doors.portal.own_door.EachAtTheirDoor",
    "stepwell.doors.staff.assessment.handed_over.OnlyTheQuestions",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "stepwell.doors.staff.shell.refusals.RefusalsAsPages",
]

if os.environ.get("STEPWELL_COUNT_QUERIES") == "1":
    MIDDLEWARE.insert(0, "stepwell.doors.counted.QueriesCounted")

ROOT_URLCONF = "stepwell.doors.urls"
WSGI_APPLICATION = "stepwell.doors.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "stepwell.doors.staff.shell.navigation.shell",
            ]
        },
    }
]
STATIC_URL = "static/"
STATICFILES_DIRS = [HERE / "staff" / "assets", HERE / "public" / "assets", HERE / "portal" / "assets"]
WHITENOISE_USE_FINDERS = True

AUTHENTICATION_BACKENDS = ["stepwell.doors.forms.signed_in.WithOperator"]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "today"
LOGOUT_REDIRECT_URL = "login"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 60 * 60 * 8
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "stepwell.doors.staff.shell.errors.not_from_here"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24 * 7  # a welcome link: seven days, one use
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "reactions"
PROCRASTINATE_IMPORT_PATHS = ["stepwell.foundation.jobs.worker", "stepwell.doors.timetable"]

# Who carries texts and e-mail outside. Without a server a simulator keeps them in a file of the home.
CARRIERS = {
    name: os.environ.get(f"STEPWELL_{name}", standard)
    for name, standard in {
        "EMAIL_HOST": "",
        "EMAIL_PORT": "587",
        "EMAIL_FROM": "",
        "EMAIL_USER": "",
        "EMAIL_PASSWORD": "",
        "EMAIL_TLS": "1",
        "TEXT_URL": "",
        "TEXT_TOKEN": "",
    }.items()
}
SIMULATED = HOME / "simulated"

# What went wrong goes to the server's own log with where it happened; a traceback names no values.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "loggers": {"django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False}},
}
