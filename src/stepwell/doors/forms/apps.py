from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "stepwell.doors.forms"
    label = "forms"
