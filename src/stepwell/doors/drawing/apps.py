from django.apps import AppConfig


class DrawingConfig(AppConfig):
    name = "stepwell.doors.drawing"
    label = "drawing"
