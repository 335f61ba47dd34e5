from django.apps import AppConfig


class CoverageConfig(AppConfig):
    name = "stepwell.registry.coverage"
    label = "coverage"
