from django.apps import AppConfig


class EpisodesConfig(AppConfig):
    name = "stepwell.registry.episodes"
    label = "episodes"
