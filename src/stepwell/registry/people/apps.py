from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "stepwell.registry.people"
    label = "people"
