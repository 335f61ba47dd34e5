from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "stepwell.care.messages"
    label = "team_messages"
