from django.apps import AppConfig


class UtilizationConfig(AppConfig):
    name = "stepwell.office.utilization"
    label = "utilization"
