from django.apps import AppConfig


class MedicationsConfig(AppConfig):
    name = "stepwell.care.medications"
    label = "medications"
