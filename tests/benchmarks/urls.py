"""The newsroom's addresses and two to compare with: one does nothing, one asks one statement."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def statement(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT token FROM paper_generation WHERE id = 1")
        cursor.fetchone()
    return HttpResponse()


urlpatterns = [
    path("bare/", empty),
    path("bare/statement/", statement),
    path("empty/", empty),
    path("", include("newsroom.urls")),
]
