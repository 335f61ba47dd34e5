from django.apps import AppConfig


class GrievancesConfig(AppConfig):
    name = "stepwell.office.grievances"
    label = "grievances"
