from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "stepwell.office.incidents"
    label = "incidents"
