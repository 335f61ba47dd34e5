from django.apps import AppConfig


class AdmissionsConfig(AppConfig):
    name = "stepwell.care.admissions"
    label = "admissions"
