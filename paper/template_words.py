"""What readers' templates say: names, headlines, dates and addresses as the paper sets them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, groupby, pairwise
from operator import itemgetter
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from articles.models import Article, Contributor, Correction, Photo
from articles.text import credit_line
from editorial.corrections import CorrectedPassage, shown_passages
from issues.calendar import lunar_date_name, weekday_name
from issues.models import Issue, Page
from paper import citations, story_dates
from paper.addresses import absolute as absolute_address
from paper.addresses import address, issue_address, page_address, prefix, story_address
from paper.card import can_draw
from paper.feed_forms import FORMS
from paper.feed_stories import FeedScope, feed_address
from paper.line_breaks import LONGEST, OPENING, phrases, with_breaks
from paper.photo_sizes import FLAT, NEARLY_SQUARE, TALL, formats, proportion, shape, widths
from paper.relative_days import explained
from paper.story_parts import bylines_of, corrections_of, deck_alone, photos_of
from paper.structured_data import issue_script, story_script
from search.extracts import Run

# 林鑫 摄, not 摄 林鑫: what was done stands after the name.
AFTER_THE_NAME = frozenset({"摄", "文", "图", "文/图", "图/文", "文/摄", "摄影", "供图", "整理"})
BREAK = mark_safe("<wbr>")
# Paragraphs of fewer characters are set apart from the long ones.
SHORT, MIDDLING = 66, 88
# CN 33-0001 or 33-0001, with or without its class behind a stroke.
UNIFIED = re.compile(r"\s*(?:CN\s*)?[0-9]{2}\s*[-–—]\s*[0-9]{4}", re.IGNORECASE)


@lru_cache(maxsize=4096)
def parts(headline: str) -> SafeString:
    """Set a headline so that a line breaks between its parts, or else between two words of one."""
    return format_html_join(" ", '<span class="part">{}</span>', map(_breakable, headline.split()))


def dashed(deck: str) -> SafeString:
    """Set a deck behind one dash, which no line parts from what follows."""
    return parts(f"——{deck_alone(deck)}")


def marked_parts(headline: Sequence[Run]) -> SafeString:
    """Set a headline of which some is marked, to break at the same places."""
    return _marked_parts(tuple(headline))


@lru_cache(maxsize=4096)
def _marked_parts(headline: tuple[Run, ...]) -> SafeString:
    breaks = _breaks("".join(run.text for run in headline))
    runs, start = [], 0
    for run in headline:
        end = start + len(run.text)
        cuts = [start, *(place for place in breaks if start < place < end), end]
        pieces = [run.text[one - start : other - start] for one, other in pairwise(cuts)]
        said = format_html_join(BREAK, "{}", ((_whole(piece),) for piece in pieces))
        before = BREAK if start in breaks else ""
        runs.append((before, format_html("<mark>{}</mark>", said) if run.marked else said))
        start = end
    return format_html_join("", "{}{}", runs)


def title(article: Article) -> str:
    """What a link to the story says: its headline, else the beginning of what it has."""
    if article.headline or article.kicker:
        return article.headline or article.kicker
    words = article.section or article.body.strip()
    if not words:
        words = next((photo.caption for photo in photos_of(article) if photo.caption), "")
    return f"{words[:20]}…" if len(words) > 20 else words or "无题"


def names(article: Article, linked: bool) -> SafeString:
    """记者 甲 乙 通讯员 丙, 丁 摄: the byline as printed, ``linked`` to their stories."""
    people = _people(article, with_role=True)
    return _printed(people, linked, prefix()) if people else SafeString("")


def signature(article: Article, linked: bool) -> SafeString:
    """The names that stand in brackets after the last sentence, without a role."""
    people = _people(article, with_role=False)
    return _printed(people, linked, prefix()) if people else SafeString("")


# Each with the role that is printed with the name, and the contributor's key.
People = tuple[tuple[str, int, str], ...]


def _people(article: Article, *, with_role: bool) -> People:
    return tuple(
        (row.role, row.contributor_id, row.name)
        for row in bylines_of(article)
        if bool(row.role) is with_role
    )


@lru_cache(maxsize=2048)
def _printed(people: People, linked: bool, _prefix: str) -> SafeString:
    groups = groupby(people, itemgetter(0))
    return _spaced(_group(role, _authors(rows, linked=linked)) for role, rows in groups)


def credit(photo: Photo) -> str:
    """林鑫 摄."""
    return credit_line(photo.credit)


def licence_name(number: str) -> str:
    """What a paper's number is called: only CN 33-0001 is that of a publication sold in public."""
    return "国内统一连续出版物号" if UNIFIED.match(number) else "准印证号"


def police_address(record: str) -> str:
    """Where the police show a site's record, by the figures of its number."""
    code = "".join(re.findall("[0-9]", record))
    return f"https://beian.mps.gov.cn/#/query/webSearch?code={code}"


def passages(correction: Correction) -> list[CorrectedPassage]:
    """What a correction changed: as printed and as corrected."""
    return shown_passages(correction)


def last_correction(article: Article) -> Correction | None:
    """The latest correction of a story, of those that were fetched along."""
    return max(corrections_of(article), key=lambda row: row.pk, default=None)


@pass_context
def story_url(context: Context, story: Article) -> str:
    """The address of a story: for readers, or in the preview that is being looked at."""
    request = context.get("request")
    if previews := getattr(request, "previews", None):
        return str(previews.story(story.pk))
    token = getattr(request, "shared_token", "")
    return address("preview-story", token, story.pk) if token else story_address(story.pk)


@pass_context
def photo_url(context: Context, photo: Photo) -> str:
    """The address of a photo's image, in the same way."""
    token = getattr(context.get("request"), "shared_token", "")
    return address("preview-photo", token, photo.pk) if token else address("photo", photo.pk)


@dataclass(frozen=True, slots=True)
class Picture:
    """Where a photo lies, how large it is, and its copies that a browser may choose from."""

    address: str
    width: int
    height: int
    sources: list[tuple[str, str]]


@pass_context
def pictured(context: Context, photo: Photo) -> Picture:
    """What is shown of a photo; a preview link shows it without copies."""
    shared = bool(getattr(context.get("request"), "shared_token", ""))
    width, height = shape(photo) or (1200, 800)
    sources = [] if shared else _sources(photo)
    return Picture(photo_url(context, photo), width, height, sources)


def _sources(photo: Photo) -> list[tuple[str, str]]:
    made = widths(photo)
    return [
        (form, ", ".join(f"{address('photo-size', photo.pk, w, form)} {w}w" for w in made))
        for form in formats()
        if made
    ]


def alternative(photo: Photo, story: Article) -> str:
    """What is said in place of a photo: nothing where its caption, read after it, says all."""
    return photo.alt or ("" if photo.caption else story.headline)


def form_of(photo: Photo) -> str:
    """Whether a photo stands, is square, lies, or is a panorama: how it is set depends on it."""
    height = proportion(photo)
    if height > NEARLY_SQUARE:
        return "tall" if height > TALL else "square"
    return "flat" if height < FLAT else "wide"


@pass_context
def absolute(context: Context, path: str) -> str:
    """The address of ``path`` with the site's host, for whoever takes it elsewhere."""
    return absolute_address(context["request"], path)


@pass_context
def story_json_ld(context: Context, article: Article, several: Any = False) -> Markup:
    """What search engines are told of a story."""
    return story_script(context["request"], article, title(article), several=bool(several))


@pass_context
def issue_json_ld(context: Context, issue: Issue, several: Any = False) -> Markup:
    """What search engines are told of an issue."""
    return issue_script(context["request"], issue, several=bool(several))


@pass_context
def citation_rows(context: Context, article: Article) -> Markup:
    """What programs that keep references read in a story's page."""
    own = absolute_address(context["request"], story_address(article.pk))
    rows = citations.citation_rows(article, title(article), own)
    said = (f'<meta name="{name}" content="{escape(value)}">\n' for name, value in rows)
    return Markup("".join(said))  # noqa: S704  each value is escaped


def reference(article: Article) -> str:
    """The story as a list of references names it (GB/T 7714)."""
    return citations.as_reference(article, title(article))


def card_address(article: Article) -> str:
    """The address of the story's card, ``""`` where none are drawn."""
    return address("card", article.pk) if can_draw() else ""


def dated(paragraph: str, issue: Issue | None) -> SafeString:
    """A paragraph whose 昨天 knows its day; without an issue it is a word as any."""
    return explained(paragraph, issue.date) if issue else with_breaks(paragraph)


def set_lines(lines: Sequence[str], dating: Issue | None, before: str, after: str) -> Markup:
    """The paragraphs of a story, with what stands ``before`` the first and ``after`` the last."""
    said: list[str] = [dated(line, dating) for line in lines]
    said[0] = f"{before}{said[0]}"
    said[-1] = f"{said[-1]}{after}"
    rows = zip(lines, said, strict=True)
    return Markup("".join(f"\n<p{_of_length(line)}>{words}</p>" for line, words in rows))  # noqa: S704  escaped


def came_out(article: Article) -> str:
    return story_dates.came_out(article).isoformat()


def last_changed(article: Article) -> str:
    return story_dates.last_changed(article).isoformat()


def feed_links(paper: Any, own: bool, papers: Any) -> SafeString:
    """The feeds that a page names: its own paper's, else the whole site's and each paper's.

    Of each paper it is told the imprint.
    """
    if own and paper:
        return scope_feeds(FeedScope(paper), paper.name)
    if not papers:
        return scope_feeds(FeedScope(), paper.name if paper else "报纸")
    of_each = (scope_feeds(FeedScope(row), row.name) for row in papers)
    return _lines([scope_feeds(FeedScope(), _("All newspapers")), *of_each])


@lru_cache(maxsize=512)
def scope_feeds(scope: FeedScope, name: str) -> SafeString:
    """The feeds of a section or a contributor."""
    rows = (
        (maker.content_type.partition(";")[0], feed_address(scope, form), name)
        for form, maker in FORMS.items()
    )
    return format_html_join("\n", '<link rel="alternate" type="{}" href="{}" title="{}">', rows)


def people(article: Article) -> list[Contributor]:
    """Those whom the byline names, each once."""
    found = {row.contributor_id: row.contributor for row in bylines_of(article)}
    return list(found.values())


def summary(article: Article) -> str:
    """The first words of a story, for whoever shows a link to it."""
    paragraphs = article.paragraphs or [photo.caption for photo in photos_of(article)]
    words = paragraphs[0] if paragraphs else article.deck or article.kicker
    return f"{words[:119]}…" if len(words) > 120 else words


def day(date: dt.date) -> str:
    """2025年6月13日."""
    return f"{date.year}年{date.month}月{date.day}日"


def weekday(date: dt.date) -> str:
    """星期五."""
    return weekday_name(date)


@lru_cache(maxsize=512)
def lunar(date: dt.date) -> str:
    """农历乙巳年五月十八."""
    return lunar_date_name(date)


def issue_url(date: dt.date, publication: int, several: Any = False, edition: str = "") -> str:
    return issue_address(date, publication, several=bool(several), edition=edition)


def page_url(
    date: dt.date, label: str, publication: int, several: Any = False, edition: str = ""
) -> str:
    return page_address(date, label, publication, several=bool(several), edition=edition)


@pass_context
def home_page_url(context: Context, page: Page, several: Any = False) -> str:
    """The address of the page a story stands on: for readers, or in the preview.

    A preview link to the story alone shows no page, so there is none.
    """
    request = context.get("request")
    if previews := getattr(request, "previews", None):
        return str(previews.page(page.pk))
    if (link := getattr(request, "shared", None)) is not None:
        return address("preview", request.shared_token) if link.page_id == page.pk else ""
    issue = page.issue
    return page_address(
        issue.date,
        page.label,
        issue.publication_id,
        several=bool(several),
        edition=issue.edition,
    )


def _of_length(line: str) -> str:
    """How a paragraph is set depends on whether it is a line or two."""
    if len(line) < SHORT:
        return ' class="short"'
    return ' class="middling"' if len(line) < MIDDLING else ""


def _breakable(part: str) -> tuple[SafeString | str]:
    if len(part) <= LONGEST:
        return (_whole(part),)
    return (format_html_join(BREAK, "{}", ((_whole(piece),) for piece in phrases(part))),)


def _whole(phrase: str) -> SafeString | str:
    """Keep a browser from breaking it at a name's dot (GB/T 15834), a quotation or a first dash."""
    broken = "·" in phrase or phrase.startswith("—") or any(mark in phrase[1:] for mark in OPENING)
    return format_html('<span class="whole">{}</span>', phrase) if broken else phrase


def _breaks(headline: str) -> list[int]:
    """Return where a line of it may break beside at its spaces, in order."""
    breaks: list[int] = []
    for part in re.finditer(r"\S+", headline):
        if len(part[0]) > LONGEST:
            *pieces, _last = phrases(part[0])
            breaks += list(accumulate(map(len, pieces), initial=part.start()))[1:]
    return breaks


def _group(role: str, authors: SafeString) -> SafeString:
    if not role:
        return authors
    pattern = "{1} {0}" if role in AFTER_THE_NAME else "{0} {1}"
    return format_html(pattern, role, authors)


def _authors(people: Iterable[tuple[str, int, str]], *, linked: bool) -> SafeString:
    if not linked:
        return format_html_join(" ", "<span>{}</span>", ((name,) for _role, _pk, name in people))
    rows = ((address("author", pk), name) for _role, pk, name in people)
    return format_html_join(" ", '<a class="by" href="{}">{}</a>', rows)


def _lines(pieces: Iterable[SafeString]) -> SafeString:
    return SafeString("\n".join(pieces))


def _spaced(pieces: Any) -> SafeString:
    return mark_safe(" ".join(pieces))  # noqa: S308  each piece is escaped already
