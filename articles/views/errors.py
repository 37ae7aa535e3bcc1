"""404 and 500 in the paper's own dress."""

from django.http import HttpRequest, HttpResponse


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is nothing at this address."""
    return HttpResponse(status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that something broke."""
    return HttpResponse(status=500)
