"""An author is whoever wrote words or brought them in; he reviews them at no stage."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.roles import Role
from articles.models import Article
from audit.models import AuditEntry
from editorial.relocation import relocate_story
from editorial.workflow import submit_page
from issues.models import Page
from reviews.authors import written_by
from reviews.models import Approval, Stage
from tests.admin.test_import_screens import confirm, upload
from tests.make import (
    APRIL,
    JUNE,
    make_member,
    make_page,
    make_publication,
    make_source,
    make_story,
)
from tests.reviews.cast import asked_about, edit, fresh, make_reviewed_page
from tests.reviews.desk import as_user, press, seen_in, states

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast")]
Status = Article.Status


def both(name: str = "both") -> User:
    return make_member(name, Role.EDITOR, Role.FIRST_REVIEWER)


PASTED = (
    "2025年6月13日 星期五\n2 要闻\n\n防汛工作全面部署\n\n"
    "本报讯（记者 王奔）昨天，县里召开防汛会议。会议部署了工作。\n\n各乡镇认真落实，严防死守。\n"
)


def test_who_pasted_the_page_reviews_none_of_it(cast: dict[str, User]) -> None:
    make_publication("三审报", reviews=3)
    importer = both()
    client = as_user(importer)
    confirm(client, upload(client, ("page.txt", PASTED.encode())))
    page = Page.objects.get()
    assert page.articles.exists()
    told = press(client, page, "submit")
    if word := re.search(r'name="confirmed" value="(\w+)"', told):
        press(client, page, "submit", confirmed=word[1])
    told = press(client, page, "approve", seen=seen_in(client, page))
    assert "both wrote words of" in told
    assert not Approval.objects.exists()
    queue = client.get(reverse("admin:reviews")).context
    assert queue["mine"] == []
    first = as_user(cast["first"])
    assert [row.page for row in first.get(reverse("admin:reviews")).context["mine"]] == [page]
    assert "Approved" in press(first, page, "approve", seen=seen_in(first, page))


def test_who_brought_the_page_by_command_reviews_none_of_it(
    cast: dict[str, User], tmp_path: Path
) -> None:
    make_publication("三审报", reviews=3)
    importer, file = both(), tmp_path / "page.txt"
    file.write_text(PASTED, encoding="utf-8")
    call_command("import_pages", str(file), by="both", verbosity=0)
    page = Page.objects.get()
    submit_page(page, by=cast["editor"], confirmed=asked_about(*page.articles.all()))
    client = as_user(importer)
    told = press(client, page, "approve", seen=seen_in(client, page))
    assert "both wrote words of" in told
    with pytest.raises(CommandError, match="no user"):
        call_command("import_pages", str(file), by="nobody", verbosity=0)


def test_an_author_stays_one_when_another_changes_something_after_him(
    cast: dict[str, User],
) -> None:
    author, page = both(), make_reviewed_page(1)
    story = edit(page.articles.get(), author, headline="作者自己的标题")
    edit(story, cast["editor"], headline="作者自己的标题。")
    submit_page(page, by=cast["editor"])
    client = as_user(author)
    told = press(client, page, "approve", seen=seen_in(client, page))
    assert "both wrote words of" in told
    assert client.get(reverse("admin:reviews")).context["mine"] == []
    assert states(page) == [Status.FIRST_REVIEW]


def test_who_brought_a_table_in_reviews_none_of_its_stories(
    cast: dict[str, User], tmp_path: Path
) -> None:
    page = make_reviewed_page(1)
    importer = both("importer")
    table = tmp_path / "stories.csv"
    table.write_text(
        "publication,date,page,order,headline\n三审报,2025-06-13,1,0,表里来的\n",
        encoding="utf-8",
    )
    call_command("import_table", "articles", str(table), by="importer", verbosity=0)
    brought = page.articles.get(headline="表里来的")
    edit(brought, cast["editor"], headline="表里来的。")
    submit_page(page, by=cast["editor"])
    client = as_user(importer)
    told = press(client, page, f"approve:{brought.pk}", seen=seen_in(client, page))
    assert "importer wrote words of" in told


def test_who_brought_the_page_is_the_author_also_where_the_story_stands_now(
    cast: dict[str, User],
) -> None:
    page, importer = make_reviewed_page(1), both()
    make_source(page, by=importer)
    story = fresh(page.articles.get())
    other = make_page(page.issue, 2)
    make_story(other, headline="那一版自己的")
    relocate_story(story, page=other, by=cast["editor"], reason="错版")
    submit_page(other, by=cast["editor"])
    client = as_user(importer)
    seen = seen_in(client, other)
    assert "both wrote words of" in press(client, other, f"approve:{story.pk}", seen=seen)
    own = other.articles.get(headline="那一版自己的")
    assert "second review" in press(client, other, f"approve:{own.pk}", seen=seen)
    others = client.get(reverse("admin:reviews")).context["others"]
    assert [row.stories for row in others if row.stage == Stage.FIRST] == [[story]]


def test_who_runs_the_import_stands_for_it_or_the_record_says_the_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LOGNAME", "setter")
    for number, words in (("1", []), ("2", ["--by", "bringer"])):
        if words:
            make_member("bringer", Role.FIRST_REVIEWER)
        call_command("import_pages", str((JUNE, APRIL)[int(number) - 1]), *words, verbosity=0)
    told = AuditEntry.objects.filter(action="import").order_by("seq")
    assert [row.actor for row in told] == ["the machine (command line)", "bringer"]
    assert [json.loads(row.payload)["operator"] for row in told] == ["setter"] * 2
    june, april = Page.objects.order_by("pk")
    first = User.objects.get(username="bringer")
    assert not june.articles.filter(written_by(first)).exists()
    assert april.articles.filter(written_by(first)).count() == april.articles.count()
