"""The language of the interface."""

from collections.abc import Callable, Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.translation import get_supported_language_variant


def terminal_language(variables: Mapping[str, str]) -> str:
    """Return the language in which commands speak: Chinese on a Chinese terminal, else English.

    ``LC_ALL`` goes before ``LC_MESSAGES``, that before ``LANG`` (POSIX.1-2017, 8.2).
    """
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    chosen = next((variables[name] for name in names if variables.get(name)), "")
    return "zh-hans" if chosen.lower().startswith("zh") else "en"


class ChosenLanguageMiddleware:
    """Chinese unless the person chose otherwise with the language cookie.

    Django's own middleware also follows the browser's ``Accept-Language``. A Chinese newspaper
    looks the same in every browser, and its pages stay cacheable.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Serve the request in the chosen language and say which it was."""
        try:
            language = get_supported_language_variant(
                request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, settings.LANGUAGE_CODE)
            )
        except LookupError:
            language = settings.LANGUAGE_CODE
        request.LANGUAGE_CODE = language
        if translation.get_language() == language:
            response = self.get_response(request)
        else:
            with translation.override(language):
                response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
