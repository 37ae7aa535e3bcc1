"""The newest stories with their whole text, for feed readers: ``/feed/``, ``/feed/rss/`` ….

``?paper=2``, ``?section=…`` and ``?author=12`` say whose, ``?q=…`` what they are about, as the
search understands it. The ids of feeds, entries and tombstones are tags, the same at whatever host
and in whatever form they are asked for.
"""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import SyndicationFeed
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles.models import Article, Contributor
from issues.models import Publication
from paper.addresses import absolute, asked_number, photo_address, tag
from paper.feed_forms import FORMS, AnyForm, allowed
from paper.feed_stories import FeedScope, LostStory, had_readers, lost_last, told_last
from paper.ready_rows import public_papers
from paper.story_dates import came_out, last_changed
from paper.story_parts import bylines_of, corrections_of, photos_of
from paper.template_words import title
from search.question import Question

# What an empty feed says of its last change: an answer that stays the same.
LONG_AGO = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


def newest_stories(request: HttpRequest, form: str = "atom") -> HttpResponse:
    """Answer with a feed; 404 where its readers never had a story."""
    maker = FORMS.get(form)
    if maker is None:
        raise Http404
    scope = _asked(request)
    stories, lost = told_last(scope), lost_last(scope)
    # What a search does not find yet it may find tomorrow.
    named = scope != FeedScope() and not scope.words
    if named and not stories and not lost and not had_readers(scope):
        raise Http404
    feed = _feed(request, maker, scope, stories, lost)
    for story in stories:
        feed.add_item(**_item(request, story))
    response = HttpResponse(content_type=maker.content_type)
    feed.write(response, "utf-8")
    return response


def _asked(request: HttpRequest) -> FeedScope:
    """Return what the address names. An author's paper follows from him."""
    paper, author = asked_number(request, "paper"), asked_number(request, "author")
    section, words = request.GET.get("section", ""), request.GET.get("q", "")
    if ("section" in request.GET and not section) or "\x00" in section:
        raise Http404
    question = Question.of(words)
    if "q" in request.GET and not (question.wanted or question.unwanted):
        raise Http404
    scope = FeedScope(
        paper=None if paper is None else Publication.objects.filter(pk=paper).first(),
        section=section,
        author=None if author is None else _author(author),
        words=question.said,
    )
    if (scope.paper is None, scope.author is None) != (paper is None, author is None):
        raise Http404
    return scope


def _author(key: int) -> Contributor | None:
    known = Contributor.objects.filter(pk=key).first()
    return known and known.joined()


def _feed(
    request: HttpRequest,
    maker: AnyForm,
    scope: FeedScope,
    stories: list[Article],
    lost: list[LostStory],
) -> SyndicationFeed:
    papers = _papers_of(scope)
    link = _page_of(scope)
    about = allowed(_about(scope, papers, named=bool(stories)))
    changes = [*map(last_changed, stories), *(timezone.localtime(row.at) for row in lost)]
    return maker(
        title=allowed(_title(scope, papers, named=bool(stories))),
        link=absolute(request, link),
        description=about,
        subtitle=about,
        language="zh-Hans",
        feed_url=absolute(request, request.get_full_path()),
        feed_guid=tag("feed", scope.query or "all"),
        changed=max(changes, default=LONG_AGO),
        deleted=[(tag("article", row.pk), row.at, row.words) for row in lost],
    )


def _papers_of(scope: FeedScope) -> list[Publication]:
    """Return the papers whose stories these may be: an author writes for one."""
    if scope.paper:
        return [scope.paper]
    papers = public_papers()
    his = [row for row in papers if scope.author and row.pk == scope.author.publication_id]
    return his or papers


def _page_of(scope: FeedScope) -> str:
    """Return where the same stories are listed."""
    if scope.words:
        paper = scope.paper.pk if scope.paper else ""
        asked = {"q": scope.words, "paper": paper, "section": scope.section}
        return f"{reverse('search')}?{urlencode({key: row for key, row in asked.items() if row})}"
    if scope.author:
        return reverse("author", args=[scope.author.pk])
    if scope.section:
        return reverse("section", args=[scope.section])
    return scope.paper.get_absolute_url() if scope.paper else reverse("front-page")


def _title(scope: FeedScope, papers: list[Publication], *, named: bool) -> str:
    """Name the scope; what is only known from stories that are gone stays unnamed."""
    words = [_names(papers)]
    if named and scope.section:
        words.append(scope.section)
    if named and scope.author:
        words.append(scope.author.name)
    if scope.words:
        words.append(f"“{scope.words}”")
    return " · ".join(words)


def _about(scope: FeedScope, papers: list[Publication], *, named: bool) -> str:
    """Say whose newest stories these are; RSS asks for such a sentence of every feed."""
    words = [_organ(papers), _names(papers)]
    if named and scope.section:
        words.append(f"“{scope.section}”栏目")
    if named and scope.author:
        words.append(f"作者{scope.author.name}的")
    if scope.words:
        words.append(f"中搜索“{scope.words}”所得的")
    return f"{''.join(words)}最新稿件全文。"


def _names(papers: list[Publication]) -> str:
    return "、".join(paper.name for paper in papers) or "报纸"


def _organ(papers: list[Publication]) -> str:
    """Return the organ line of the only paper, unless it is the name already."""
    lines = [paper.organ for paper in papers if paper.organ != paper.name]
    return f"{lines[0].rstrip('。')}。" if len(papers) == 1 and lines and lines[0] else ""


def _item(request: HttpRequest, story: Article) -> dict[str, Any]:
    authors = [byline.contributor.name for byline in bylines_of(story)]
    pictures = [photo_address(request, photo) for photo in photos_of(story) if photo.image]
    return {
        "title": title(story),
        "link": absolute(request, story.get_absolute_url()),
        "description": "　".join(filter(None, (story.kicker, story.deck))) or None,
        "unique_id": tag("article", story.pk),
        "unique_id_is_permalink": False,
        "pubdate": came_out(story),
        "updateddate": last_changed(story),
        "categories": [story.section] if story.section else [],
        "names": authors or [story.page.issue.publication.name],
        "content": _text(request, story),
        "picture": pictures[0] if pictures else "",
    }


def _text(request: HttpRequest, article: Article) -> str:
    """The story as HTML, every character of it escaped."""
    lines = article.paragraphs
    if lines and article.dateline:
        lines[0] = f"{article.dateline}　{lines[0]}"
    after = []
    if article.truncated:
        after.append("（原文至此中断）")
    for correction in corrections_of(article):
        day = timezone.localtime(correction.at)
        after.append(f"【更正 {day.year}年{day.month}月{day.day}日】{correction.notice}")
    return _paragraphs(lines) + _pictures(request, article) + _paragraphs(after)


def _pictures(request: HttpRequest, article: Article) -> SafeString:
    """Each picture with its caption; without an image, the caption."""
    pieces = SafeString("")
    for photo in photos_of(article):
        if photo.image:
            address = photo_address(request, photo)
            pieces += format_html('<p><img src="{}" alt="{}"></p>', address, photo.alt)
        if photo.caption:
            pieces += _paragraphs([photo.caption])
    return pieces


def _paragraphs(lines: list[str]) -> SafeString:
    return format_html_join("", "<p>{}</p>", ((line,) for line in lines))
