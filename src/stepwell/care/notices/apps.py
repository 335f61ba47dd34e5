from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "stepwell.care.notices"
    label = "notices"
