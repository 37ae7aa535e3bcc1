"""What the answers hold. Absent text is ``""``, an absent number ``null``."""

from __future__ import annotations

import datetime as dt

from ninja import Schema


class Failure(Schema):
    """Why there is no answer, in a sentence."""

    detail: str


class WrongValue(Schema):
    """A value that makes no sense: what is wrong with it, and where it stands."""

    type: str
    loc: list[str | int]
    msg: str


class Refused(Schema):
    """Which values of the address make no sense."""

    detail: list[WrongValue]


class Gone(Failure):
    """What readers are told of a story that is no longer before them."""

    notice: str
    reason: str
    at: dt.datetime | None


class Paper(Schema):
    id: int
    name: str
    organ: str
    sponsor: str
    url: str


class IssueLink(Schema):
    """An issue in a list. ``edition`` is ``""`` for the regular one, else 号外, 特刊 …

    ``number_to`` is the last number of a double issue.
    """

    paper: int
    date: dt.date
    edition: str
    number: int | None
    number_to: int | None
    page_count: int | None
    weekday: str
    lunar_date: str
    url: str


class PageLink(Schema):
    """A page in a list: its place in the issue, and what it is called in print (``B02``)."""

    paper: int
    date: dt.date
    edition: str
    number: int
    label: str
    name: str
    url: str


class StoryLink(Schema):
    """A story in a list. ``tag`` is its id in the feeds, at whatever host.

    ``page`` is the place of its page in the issue, ``label`` what that page is called in print.
    """

    id: int
    tag: str
    paper: int
    date: dt.date
    page: int
    label: str
    kind: str
    section: str
    kicker: str
    headline: str
    deck: str
    published: dt.datetime
    modified: dt.datetime
    url: str


class Issue(IssueLink):
    pages: list[PageLink]


class Page(PageLink):
    stories: list[StoryLink]


class Byline(Schema):
    """Who wrote a story; ``author`` asks for what else he wrote."""

    role: str
    name: str
    author: int


class Photo(Schema):
    """A photo; ``url`` is ``""`` where only its caption was printed.

    ``alt`` says what it shows, where somebody has written that.
    """

    caption: str
    credit: str
    alt: str
    url: str


class Correction(Schema):
    at: dt.datetime
    notice: str


class Story(StoryLink):
    dateline: str
    paragraphs: list[str]
    bylines: list[Byline]
    photos: list[Photo]
    jump_to: str | None
    jump_from: str | None
    truncated: bool
    corrections: list[Correction]


class Papers(Schema):
    items: list[Paper]


class Issues(Schema):
    """Some of a list; ``next`` is the address of the rest, ``null`` at the end."""

    items: list[IssueLink]
    next: str | None


class Stories(Schema):
    """Some of a list; ``next`` is the address of the rest, ``null`` at the end."""

    items: list[StoryLink]
    next: str | None


class FoundLink(StoryLink):
    """A story that was found. ``earlier``: the passage is as it stood before it was corrected."""

    passage: str
    earlier: bool


class Found(Schema):
    """Some of what was found. ``more``: there are more than ``total``, which are not counted.

    Behind a cursor more are counted.
    """

    total: int
    more: bool
    items: list[FoundLink]
    next: str | None
