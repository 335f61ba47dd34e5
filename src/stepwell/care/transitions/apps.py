from django.apps import AppConfig


class TransitionsConfig(AppConfig):
    name = "stepwell.care.transitions"
    label = "transitions"
