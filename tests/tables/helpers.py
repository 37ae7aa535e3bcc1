"""What the tests of the tables share: a small newsroom, files, and the rows by natural key."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from django.contrib.auth.models import User

from articles.models import Article, Contributor, Photo
from findings.models import Office
from issues.models import DayException, Issue, Page, Publication, WeeklyPattern
from tables.catalog import TABLES
from tables.file_types import FORMATS
from tables.results import TableResult
from tests.make import make_byline, make_issue, make_page, make_photo, make_publication, make_story

NASTY = [
    "=1+1",
    "+86 577",
    "-5",
    "@SUM(A1)",
    "\ttab",
    "\rreturn",
    "'=quoted",
    "''=twice",
    '"quoted", x',
    "two\nlines\n",
    " blanks  inside ",
    "　全角　",
    "＝全角",
    "_x000D_",
    "🗞️",
    "\x0b\x1f",
    "\ufeff",
    "00123",
    "1e5",
    "TRUE",
    "2025-06-13",
    "，；—\\",
    "<b>&amp;</b>",
    "#REF!",
    "null",
    "\u2028\x85",
]


def make_newsroom() -> Article:
    """Fill the database with a bit of everything; return a draft story."""
    paper = make_publication(hotline="+86 577", channels="网\n端", weekdays="135", mottoes="=1")
    paper.days_known_from, paper.days_known_to = dt.date(2025, 1, 1), dt.date(2025, 12, 31)
    paper.save()
    paper.patterns.create(valid_from=dt.date(2020, 1, 6), weekdays="24")
    paper.patterns.create(valid_from=dt.date(2024, 1, 1), weekdays="135")
    paper.exceptions.create(date=dt.date(2025, 5, 2), note="劳动节；=放假\\")
    paper.exceptions.create(date=dt.date(2025, 5, 4), kind="extra")
    make_publication(
        "另一报", licence="CN33-0001", icp_record="浙ICP备12345678号-1", report_contact="=a@b.cn"
    )
    issue = make_issue(number=4403, printed_weekday="星期五", publication=paper)
    make_issue("2025-04-30", number=None, publication=paper)
    page = make_page(issue, name="要闻")
    make_page(issue, number=2)
    story = make_story(page, section="=栏目", jump_to="2", truncated=True, kind="photo")
    make_byline(story, "曹 文倩")
    make_byline(story, "林鑫")
    make_byline(story, "—", role="")
    make_photo(story, caption="第一\n第二")
    make_photo(story, caption="-", credit="@林鑫")
    make_story(page, published=True, headline="已见报")
    for text in NASTY:
        make_story(page, headline=text, body=f"{text}\n\n{text}", deck="")
    Contributor.objects.create(publication=paper, name="@无稿")
    for name in ("占雅静", "=孟晓斌"):
        Office.objects.create(publication=paper, place="仙居县", title="县委书记", holder=name)
    return story


def dump() -> dict[str, list[tuple[Any, ...]]]:
    """Return all the rows by natural key, without ids and without what no table carries."""
    papers = Publication.objects.order_by("name").values_list(
        "name",
        "organ",
        "sponsor",
        "hotline",
        "channels",
        "mottoes",
        "licence",
        "news_licence",
        "icp_record",
        "police_record",
        "report_contact",
        "weekdays",
        "days_known_from",
        "days_known_to",
    )
    patterns = WeeklyPattern.objects.values_list("publication__name", "valid_from", "weekdays")
    exceptions = DayException.objects.values_list("publication__name", "date", "kind", "note")
    kept = (list(patterns), list(exceptions))
    issues = Issue.objects.order_by("publication__name", "date").values_list(
        "publication__name",
        "date",
        "number",
        "page_count",
        "printed_number",
        "printed_page_count",
        "printed_weekday",
        "printed_lunar_date",
    )
    pages = Page.objects.order_by("issue__publication__name", "issue__date", "number")
    people = Contributor.objects.order_by("publication__name", "name")
    stories = Article.objects.with_page().with_parts().order_by("page__issue__date", "order")
    photos = Photo.objects.order_by("article__order", "order")
    return {
        "publications": [
            (*row, *(sorted(day for day in days if day[0] == row[0]) for days in kept))
            for row in papers
        ],
        "issues": list(issues),
        "pages": list(
            pages.values_list("issue__publication__name", "issue__date", "number", "name")
        ),
        "contributors": list(people.values_list("publication__name", "name")),
        "offices": list(
            Office.objects.order_by("publication__name", "place", "title", "holder").values_list(
                "publication__name", "place", "title", "holder"
            )
        ),
        "articles": [
            (
                str(row.page.issue),
                row.page.number,
                row.order,
                row.kind,
                row.section,
                row.kicker,
                row.headline,
                row.deck,
                row.dateline,
                row.body,
                row.jump_to,
                row.jump_from,
                row.truncated,
                [(line.role, line.contributor.name) for line in row.bylines.all()],
            )
            for row in stories
        ],
        "photos": list(photos.values_list("article__order", "order", "caption", "credit")),
    }


def export(name: str, kind: str = "json", **chosen: Any) -> bytes:
    table, stream = TABLES[name](), io.BytesIO()
    rows = table.export_rows(table.chosen(**chosen))
    FORMATS[kind]().write(stream, table.get_export_headers(), rows)
    return stream.getvalue()


def take(name: str, data: bytes, kind: str = "json", **options: Any) -> TableResult:
    return TABLES[name]().import_data(FORMATS[kind]().create_dataset(data), **options)


def take_rows(name: str, rows: list[dict[str, Any]], **options: Any) -> TableResult:
    """Import the rows, given as values."""
    headers = list(rows[0])
    stream = io.BytesIO()
    FORMATS["json"]().write(stream, headers, [[row[key] for key in headers] for row in rows])
    return take(name, stream.getvalue(), **options)


def wrong(result: TableResult) -> list[tuple[int, str, str]]:
    """Return row, column and value of every wrong cell."""
    return [(cell.row, cell.column, cell.value) for cell in result.wrong_cells]


def counts(result: TableResult) -> tuple[int, ...]:
    """Return how many rows are new, changed, unchanged and refused."""
    return tuple(result.counts.values())


def empty_newsroom() -> None:
    """Take every row away, also those that the models keep."""
    from django.db import connection

    with connection.cursor() as cursor:
        for table in (
            "articles_revision",
            "articles_byline",
            "articles_photo",
            "articles_article",
            "articles_contributor",
            "findings_office",
            "issues_source",
            "issues_page",
            "issues_issue",
            "issues_weeklypattern",
            "issues_dayexception",
            "issues_publication",
        ):
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608


def administrator() -> User:
    """Return the administrator, made when there is none."""
    return User.objects.filter(is_superuser=True).first() or User.objects.create_superuser("root")
