from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "stepwell.foundation.documents"
    label = "documents"
