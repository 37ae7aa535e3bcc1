from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """What operators type."""

    name = "console"
