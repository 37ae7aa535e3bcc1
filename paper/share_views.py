"""What a reader takes along of a story: a QR code of its address, a card, a reference."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from io import BytesIO

import segno
from django.http import Http404, HttpRequest, HttpResponse

from articles.models import Article
from paper import citations
from paper.addresses import absolute
from paper.card import can_draw, draw_card
from paper.photo_views import ALONE
from paper.story_views import shown_or_gone
from paper.template_words import day, title

Shown = Callable[..., HttpResponse]
# Each form: its media type, and whether a browser keeps it as a file.
BIB, RIS, TXT = "bib", "ris", "txt"
TYPES = {
    BIB: "application/x-bibtex; charset=utf-8",
    RIS: "application/x-research-info-systems; charset=utf-8",
    TXT: "text/plain; charset=utf-8",
}


def of_story(view: Shown) -> Shown:
    """Give ``view`` the story of the address; one that is gone is 410 here, too."""

    @wraps(view)
    def found(request: HttpRequest, pk: int, **more: str) -> HttpResponse:
        response = shown_or_gone(request, pk, lambda article: view(request, article, **more))
        # Not a page of the paper: search engines have the story itself.
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return found


@of_story
def qr_code(request: HttpRequest, article: Article) -> HttpResponse:
    """Show the story's address as a QR code."""
    target = BytesIO()
    code = segno.make(absolute(request, article.get_absolute_url()), error="m", micro=False)
    code.save(target, kind="svg", scale=4, border=4, light="#fff")
    return HttpResponse(target.getvalue(), content_type="image/svg+xml")


@of_story
def card(request: HttpRequest, article: Article) -> HttpResponse:
    """Show the story's card, where there is a typeface to set it in."""
    if not can_draw():
        raise Http404
    page = article.page
    facts = f"{day(page.issue.date)}　第{page.label}版"
    drawn = draw_card(page.issue.publication.name, title(article), facts)
    headers = {"Content-Security-Policy": ALONE}
    return HttpResponse(drawn, content_type="image/png", headers=headers)


@of_story
def cite(request: HttpRequest, article: Article, form: str) -> HttpResponse:
    """Give the story's reference in a form that programs read."""
    if form not in TYPES:
        raise Http404
    address = absolute(request, article.get_absolute_url())
    if form == BIB:
        text = citations.as_bibtex(article, title(article), address)
    elif form == RIS:
        text = citations.as_ris(article, title(article), address)
    else:
        text = f"{citations.as_reference(article, title(article))}\n"
    response = HttpResponse(text, content_type=TYPES[form])
    if form != TXT:
        name = f"story-{article.pk}.{form}"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
