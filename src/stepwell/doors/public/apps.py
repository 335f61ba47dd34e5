"""The public site as a Django app."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "stepwell.doors.public"
    label = "public"
