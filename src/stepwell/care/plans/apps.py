from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "stepwell.care.plans"
    label = "plans"
