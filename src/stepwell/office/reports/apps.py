from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "stepwell.office.reports"
    label = "reports"
