from django.apps import AppConfig


class PlacementConfig(AppConfig):
    name = "stepwell.care.placement"
    label = "placement"
