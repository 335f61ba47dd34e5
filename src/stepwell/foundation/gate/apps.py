from django.apps import AppConfig


class GateConfig(AppConfig):
    name = "stepwell.foundation.gate"
    label = "gate"
