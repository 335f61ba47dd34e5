from django.apps import AppConfig


class FeedsConfig(AppConfig):
    name = "stepwell.doors.feeds"
    label = "feeds"
