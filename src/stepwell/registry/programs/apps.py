from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    name = "stepwell.registry.programs"
    label = "programs"
