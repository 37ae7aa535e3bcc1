"""404, 410 and 500 in the paper's own dress."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control

from articles.models import Article
from editorial.withdrawals import withdrawal_of
from paper.queries import current_paper


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is nothing at this address."""
    response = render(request, "404.html", {"publication": current_paper()}, status=404)
    patch_cache_control(response, no_cache=True)
    return response


def gone(request: HttpRequest, article: Article, what: str) -> HttpResponse:
    """Say that what stood at this address was taken back; ``what`` is story, page or issue."""
    issue = article.page.issue
    context = {
        "publication": issue.publication,
        "issue": issue,
        "what": what,
        "withdrawal": withdrawal_of(article),
    }
    response = render(request, "410.html", context, status=410)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that something broke, asking neither the database nor a context processor."""
    return HttpResponse(render_to_string("500.html"), status=500)
