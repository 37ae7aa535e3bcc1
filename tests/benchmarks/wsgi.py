"""The newsroom with one address more."""

from django.conf import settings

from newsroom.wsgi import application

settings.ROOT_URLCONF = "tests.benchmarks.urls"
__all__ = ["application"]
