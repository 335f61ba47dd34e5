from django.apps import AppConfig


class SessionsConfig(AppConfig):
    name = "stepwell.care.sessions"
    label = "treatment_sessions"
