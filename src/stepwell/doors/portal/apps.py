from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "stepwell.doors.portal"
    label = "portal"
