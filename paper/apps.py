from django.apps import AppConfig


class PaperConfig(AppConfig):
    """What readers see."""

    name = "paper"
