from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "stepwell.foundation.jobs"
    label = "jobs"
