from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "stepwell.care.letters"
    label = "letters"
