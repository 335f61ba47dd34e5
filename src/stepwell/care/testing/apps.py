from django.apps import AppConfig


class TestingConfig(AppConfig):
    name = "stepwell.care.testing"
    label = "testing"
