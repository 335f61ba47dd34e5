from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "stepwell.doors.staff"
    label = "staff"
