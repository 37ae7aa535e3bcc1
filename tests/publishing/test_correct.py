"""Corrected: readers see that, when, and what it said before; a repair needs no notice."""

from __future__ import annotations

import datetime as dt
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from articles.models import Article, Correction, Revision
from audit.models import AuditEntry
from editorial.corrections import passages_of, shown_passages
from editorial.editing import EditConflict
from editorial.proposals import propose
from editorial.transitions import NotAllowed
from editorial.withdrawals import restore, withdraw
from issues.models import Reading, Source
from reviews.models import Proposal
from tests.make import make_byline, make_page, make_photo, make_story
from tests.proposing import agree, approved, correct
from tests.publishing.cast import make_public, make_publisher
from tests.reader.structured import data_in
from tests.wishes import text, wish

pytestmark = pytest.mark.django_db
WHY = {"reason": "记者写错了", "notice": "本报误将日期写为昨天。"}


@pytest.fixture
def publisher() -> User:
    return make_publisher()


def corrected(by: User, **changes: object) -> Article:
    story = make_public("误标题")
    make_byline(story)
    make_photo(story)
    changes = changes or {"headline": "正标题"}
    correct(story, wish(story, **changes), by=by, version=0, **WHY)
    story.refresh_from_db()
    return story


def test_the_story_says_when_it_was_corrected_and_what_it_said(
    client: Client, publisher: User
) -> None:
    story = corrected(publisher)
    text = client.get(story.get_absolute_url()).content.decode()
    assert '<h1 class="headline"><span class="part">正标题</span>' in text
    assert "本报误将日期写为昨天。" in text
    assert "<del>误</del>标题" in text
    assert "<ins>正</ins>标题" in text
    assert "记者写错了" not in text
    data = data_in(text)
    told = {"@type": "CorrectionComment", "text": "本报误将日期写为昨天。"}
    assert told.items() <= data["correction"][0].items()
    assert dt.datetime.fromisoformat(data["dateModified"]) >= story.updated_at


def test_the_page_the_list_and_the_feed_carry_it(client: Client, publisher: User) -> None:
    story = corrected(publisher)
    page = client.get("/issues/2025-06-13/1/").content.decode()
    assert f'href="/articles/{story.pk}/#corrections"' in page
    listed = client.get("/corrections/").content.decode()
    assert "本报误将日期写为昨天。" in listed
    assert "<del>误</del>" in listed
    assert "本报误将日期写为昨天。" in client.get("/feed/").content.decode()


def test_a_withdrawn_story_takes_its_corrections_along(client: Client, publisher: User) -> None:
    story = corrected(publisher)
    withdraw(story, by=publisher, reason="事实有误")
    listed = client.get("/corrections/").content.decode()
    assert "标题" not in listed.partition("<ol")[2]
    assert "事实有误" in listed
    story.refresh_from_db()
    restore(story, by=publisher)
    assert "<del>误</del>" in client.get("/corrections/").content.decode()


@pytest.mark.parametrize("missing", ["reason", "notice"])
def test_reason_and_notice_are_both_needed(publisher: User, missing: str) -> None:
    story = make_public()
    with pytest.raises(NotAllowed, match=missing):
        correct(story, wish(story, deck="新"), by=publisher, version=0, **{**WHY, missing: "  "})
    assert not Correction.objects.exists()


def test_only_what_is_public_is_corrected_by_who_may(publisher: User) -> None:
    draft = make_story()
    with pytest.raises(NotAllowed, match="not before its readers"):
        correct(draft, wish(draft, deck="新"), by=publisher, version=0, **WHY)
    story = make_public(page=draft.page)
    with pytest.raises(NotAllowed, match="may not"):
        correct(story, wish(story), by=User.objects.create_user("x"), version=0, **WHY)
    with pytest.raises(NotAllowed, match="Nothing differs"):
        correct(story, wish(story), by=publisher, version=0, **WHY)


def test_the_second_of_two_corrections_is_told_and_overwrites_nothing(publisher: User) -> None:
    story = make_public()
    mine, theirs = wish(story, headline="我的"), wish(story, headline="他的")
    correct(story, theirs, by=publisher, version=0, **WHY)
    with pytest.raises(EditConflict):
        correct(story, mine, by=publisher, version=0, **WHY)
    assert Article.objects.get().headline == "他的"
    assert Correction.objects.count() == 1


def test_a_repair_of_a_public_story_is_in_the_record_and_tells_nobody(
    client: Client, publisher: User
) -> None:
    story = make_public("误标题", page=make_page(text="正标题"), spans=[[0, 3]], read_index=0)
    document = {"articles": [{"headline": "误标题", "spans": [[0, 3]]}]}
    Reading.objects.create(source=Source.objects.get(), reader_version="1", document=document)
    kind = Proposal.Kind.REPAIR
    made = propose(story, wish(story, headline="正标题"), by=publisher, kind=kind, version=0)
    assert (made.distance_before, made.distance_after) == (30, 28)
    approved(made)
    text = client.get(story.get_absolute_url()).content.decode()
    assert "正标题" in text
    assert 'id="corrections"' not in text
    assert not Correction.objects.exists()
    assert Revision.objects.get().kind == Revision.Kind.REPAIR
    assert '"published":true' in AuditEntry.objects.get(action="change-story").payload


@pytest.mark.parametrize(
    ("before", "after", "marked"),
    [
        ("全县二十三个村", "全县二十五个村", ("二十三", "二十五")),
        ("一九四九年", "一九五〇年", ("一九四九", "一九五〇")),
        ("罚款壹佰元", "罚款壹仟元", ("壹佰", "壹仟")),
        ("三万人", "三百人", ("三万", "三百")),
        ("来了23人", "来了25人", ("23", "25")),
        ("一个人来了", "一人来了", ("个", "")),
    ],
)
def test_a_number_that_was_corrected_is_marked_as_a_whole(
    before: str, after: str, marked: tuple[str, str]
) -> None:
    row = {"part": "paragraphs", "before": before, "after": after}
    (passage,) = shown_passages(Correction(passages=[row]))
    found = (
        "".join(text for mark, text in side if mark) for side in (passage.before, passage.after)
    )
    assert tuple(found) == marked


def test_each_changed_passage_is_told_by_its_part(publisher: User) -> None:
    corrected(publisher, paragraphs=["今天，全县重点项目集中开工。"], bylines=[], photos=[])
    correction = Correction.objects.get()
    assert [row["part"] for row in correction.passages] == ["bylines", "paragraphs", "photos"]
    by, text, photo = shown_passages(correction)
    assert (by.label, by.after, photo.after) == ("署名", [], [])
    assert ("changed", "昨") in text.before
    assert ("changed", "今") in text.after


def test_an_exchanged_picture_is_told_without_a_file_s_name() -> None:
    passages = passages_of(text(photos=[{"image": "0a"}]), text(photos=[{"image": "0b"}]))
    assert passages == [{"part": "images", "before": "原图", "after": "新图"}]


class TestTheCommand:
    def run(self, story: Article, *replace: tuple[str, str]) -> str:
        out = StringIO()
        options = [word for pair in replace for word in ("--replace", *pair)]
        options += ["--by", "publisher", "--reason", WHY["reason"], "--notice", WHY["notice"]]
        call_command("correct", str(story.pk), *options, stdout=out)
        return out.getvalue()

    def test_it_corrects_a_passage(self, publisher: User) -> None:
        story = make_public()
        make_byline(story)
        make_photo(story)
        assert "1 passages" in self.run(story, ("昨天", "前天"))
        agree()
        assert Article.objects.get().body.startswith("前天，")

    @pytest.mark.parametrize(("old", "count"), [("没有", 0), ("项目", 2), ("", 0)])
    def test_a_passage_must_stand_there_once(self, publisher: User, old: str, count: int) -> None:
        with pytest.raises(CommandError, match=f"stands {count} times"):
            self.run(make_public("无关"), (old, "新"))

    def test_a_refusal_is_told(self, publisher: User) -> None:
        with pytest.raises(CommandError, match="not before its readers"):
            self.run(make_story(), ("昨天", "前天"))
