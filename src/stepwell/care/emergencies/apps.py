from django.apps import AppConfig


class EmergenciesConfig(AppConfig):
    name = "stepwell.care.emergencies"
    label = "emergencies"
