"""404, 410, 500 and 503 in the paper's own dress."""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control

from articles.disk import disk_trouble
from articles.models import Article
from editorial.withdrawals import withdrawal_of
from paper.addresses import several_papers
from paper.jinja import render
from paper.ready_rows import current_paper

# After so many seconds it may be better.
AGAIN = 10


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    response = render(request, "404.html", {"publication": current_paper()}, status=404)
    patch_cache_control(response, no_cache=True)
    return response


def gone(request: HttpRequest, article: Article, what: str) -> HttpResponse:
    """Say that what stood at this address is no longer there; ``what`` is story, page or issue."""
    issue = article.page.issue
    context = {
        "publication": issue.publication,
        "own": several_papers(),
        "issue": issue,
        "what": what,
        "withdrawal": withdrawal_of(article),
    }
    response = render(request, "410.html", context, status=410)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that something broke, asking neither the database nor a context processor.

    Django calls it while it handles the error. A disk that is full, and a database that is away,
    are nobody's fault and pass: 503 says so to people, browsers and crawlers.
    """
    error = sys.exc_info()[1]
    words = disk_trouble(error) if error else ""
    if not words and not isinstance(error, (InterfaceError, OperationalError)):
        return HttpResponse(render_to_string("500.html"), status=500)
    response = HttpResponse(render_to_string("503.html", {"disk": words}), status=503)
    response.headers["Retry-After"] = str(AGAIN)
    response.headers["Cache-Control"] = "no-store"
    return response
