from django.apps import AppConfig


class SchedulingConfig(AppConfig):
    name = "stepwell.care.scheduling"
    label = "scheduling"
