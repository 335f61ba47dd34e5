from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    name = "stepwell.office.claims"
    label = "claims"
