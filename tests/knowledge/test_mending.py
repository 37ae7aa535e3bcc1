"""Find and mend: a word over the archive, its places, and what is put in their place."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User

from accounts.roles import Role
from articles.models import Article, Photo, Revision
from articles.text import StoryText
from audit import journal
from audit.log import readable
from audit.models import AuditEntry
from audit.outcomes import Result
from desk.story_versions import versions_of
from editorial import mending
from editorial.mending import Chosen, Mending, MendRefused, Wanted, find, foresee, mend, spots_of
from editorial.transitions import Action
from editorial.workflow import change_state
from reviews.models import Proposal
from tests.make import (
    APRIL,
    import_page,
    make_byline,
    make_issue,
    make_member,
    make_page,
    make_photo,
    make_publication,
    make_story,
)
from tests.proposing import agree

pytestmark = pytest.mark.django_db
REPAIR, EDIT = Revision.Kind.REPAIR, Revision.Kind.EDIT


@pytest.fixture
def editor() -> User:
    return make_member("editor", Role.EDITOR)


def story(day: str = "2025-06-13", **fields: Any) -> Article:
    return make_story(
        make_page(make_issue(day), number=make_issue(day).pages.count() + 1), **fields
    )


def places(*stories: Article, kind: Revision.Kind | None = EDIT) -> dict[int, Chosen]:
    """Choose every place of 融媒中心 in the stories."""
    keys = {
        row.pk: [spot.key for spot in spots_of(StoryText.of(row), "融媒中心")] for row in stories
    }
    return {row.pk: Chosen(row.version, frozenset(keys[row.pk]), kind) for row in stories}


TO_RIGHT = Mending("融媒中心", "融媒体中心", "正式名称")


def test_every_place_is_found_with_what_stands_round_it() -> None:
    row = story(headline="融媒中心揭牌", body="县融媒中心昨天揭牌。\n融媒中心的融媒中心。")
    make_byline(row, "县融媒中心")
    make_photo(row, caption="融媒中心外景", credit="融媒中心供图", alt="白楼，门牌写着融媒中心")
    story(body="与此无关。")
    change_state(story(body="融媒中心不在版。"), Action.SET_ASIDE, by=make_member("e", Role.EDITOR))
    found = find(Wanted("融媒中心"))
    assert [one.article for one in found.stories] == [row]
    spots = found.stories[0].spots
    assert [(spot.part, spot.index, spot.start) for spot in spots] == [
        ("headline", 0, 0),
        ("byline", 0, 1),
        ("paragraph", 0, 1),
        ("paragraph", 1, 0),
        ("paragraph", 1, 5),
        ("caption", 0, 0),
        ("credit", 0, 0),
        ("alt", 0, 7),
    ]
    assert (spots[2].before, spots[2].after) == ("县", "昨天揭牌。")
    assert found.spots == 8
    assert found.below is None


@pytest.mark.parametrize("part", ["byline", "credit", "alt"])
def test_a_story_is_found_by_what_stands_over_it_or_at_its_photo_alone(part: str) -> None:
    row = story(body="与此无关。")
    if part == "byline":
        make_byline(row, "融媒中心")
    else:
        Photo.objects.filter(pk=make_photo(row).pk).update(**{part: "融媒中心"})
    assert [spot.part for one in find(Wanted("融媒中心")).stories for spot in one.spots] == [part]


def test_a_large_archive_is_looked_through_screen_by_screen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = [story(f"2025-06-{day}", body="融媒中心") for day in range(10, 15)]
    monkeypatch.setattr(mending, "AT_ONCE", 2)
    seen, below = [], None
    while True:
        found = find(Wanted("融媒中心"), below=below)
        seen += [one.article.pk for one in found.stories]
        below = found.below
        if below is None:
            break
    assert seen == [row.pk for row in reversed(rows)]
    # What takes too long stops and can be gone on with.
    monkeypatch.setattr(mending, "WINDOW", 1)
    monkeypatch.setattr(mending, "LONGEST_LOOK", -1.0)
    assert find(Wanted("没有这个词")).below == rows[-1].pk


def test_days_and_paper_narrow_the_search() -> None:
    old, new = story("2025-05-02", body="融媒中心"), story("2025-06-13", body="融媒中心")
    day, paper = dt.date(2025, 6, 1), old.page.issue.publication
    assert [row.article for row in find(Wanted("融媒中心", paper, day)).stories] == [new]
    assert [row.article for row in find(Wanted("融媒中心", last=day)).stories] == [old]
    for wanted in (
        Wanted(""),
        Wanted("长" * 61),
        Wanted("词", first=day, last=dt.date(2025, 1, 1)),
    ):
        with pytest.raises(MendRefused):
            find(wanted)


def test_chosen_places_are_mended_with_a_revision_and_a_reason(editor: User) -> None:
    row = story(headline="融媒中心揭牌", body="县融媒中心昨天揭牌。\n融媒中心。")
    make_photo(row, caption="融媒中心外景")
    chosen = places(row)
    chosen[row.pk] = Chosen(row.version, chosen[row.pk].places - {"paragraph.1.0"}, EDIT)
    report = mend(chosen, TO_RIGHT, by=editor)
    assert [one.result for one in report.outcomes] == [Result.DONE]
    row = Article.objects.get(pk=row.pk)
    assert (row.headline, row.body) == ("融媒体中心揭牌", "县融媒体中心昨天揭牌。\n融媒中心。")
    assert row.photos.get().caption == "融媒体中心外景"
    assert row.revisions.get().kind == EDIT
    entry = AuditEntry.objects.get(action="mend")
    assert "融媒体中心" in readable(entry)
    assert "正式名称" in readable(entry)
    assert [version.reason for version in versions_of(row)][:1] == ["正式名称"]
    line = journal.read(LogEntry.objects.latest("pk"))
    assert line.endswith(": 正式名称")


def test_a_name_over_a_story_is_mended_there_and_nowhere_else(editor: User) -> None:
    row, other = story(body="与此无关。"), story(body="与此无关。")
    for one in (row, other):
        make_byline(one, "张蔚漫")
        make_photo(one, credit="张蔚漫", alt="张蔚漫在采访")
    right = Mending("张蔚漫", "张蔚旻", "误识")
    chosen = {row.pk: Chosen(row.version, frozenset({"byline.0.0", "credit.0.0", "alt.0.0"}))}
    assert mend(chosen, right, by=editor).outcomes[0].result == Result.DONE
    text = StoryText.of(Article.objects.get(pk=row.pk))
    assert [(one.role, one.name) for one in text.bylines] == [("记者", "张蔚旻")]
    assert (text.photos[0].credit, text.photos[0].alt) == ("张蔚旻", "张蔚旻在采访")
    assert StoryText.of(Article.objects.get(pk=other.pk)) == StoryText.of(other)
    # Of a name nothing is left: nobody stands over the story any more.
    none = Mending("张蔚漫", "", "未署名")
    mend({other.pk: Chosen(other.version, frozenset({"byline.0.0"}), EDIT)}, none, by=editor)
    assert not other.bylines.exists()
    assert other.photos.get().credit == "张蔚漫"


def test_a_name_that_readers_see_is_proposed(editor: User) -> None:
    row = story(published=True, body="与此无关。")
    make_byline(row, "张蔚漫")
    right = Mending("张蔚漫", "张蔚旻", "本人来电", "更正记者姓名。")
    chosen = {row.pk: Chosen(row.version, frozenset({"byline.0.0"}), EDIT)}
    assert mend(chosen, right, by=editor).outcomes[0].result == Result.HELD
    assert row.bylines.get().contributor.name == "张蔚漫"
    agree()
    assert row.bylines.get().contributor.name == "张蔚旻"


def test_how_it_will_read_is_shown_by_character_and_its_kind_proposed_by_the_source(
    editor: User,
) -> None:
    import_page(APRIL)
    read = Article.objects.filter(bylines__contributor__name="张蔚漫")[0]
    received = read.body
    other = story(published=True, body="县融媒中心。")
    # As received, one character misread, and what no source has.
    Article.objects.filter(pk=read.pk).update(body=received.replace("的", "白"))
    kinds = {}
    for wrong, right in (("白", "的"), ("白", "得")):
        spot = next(spots_of(StoryText.of(Article.objects.get(pk=read.pk)), wrong))
        chosen = {read.pk: Chosen(read.version, frozenset({spot.key}))}
        found, _report = foresee(chosen, Mending(wrong, right), by=editor)
        kinds[right] = found[read.pk].proposed
    assert kinds == {"的": REPAIR, "得": EDIT}
    found, report = foresee(places(other) | {0: Chosen(0, frozenset({"x"}))}, TO_RIGHT, by=editor)
    assert [(row.part, row.old, row.new) for row in found[other.pk].parts] == [
        ("paragraph", "县融媒中心。", "县融媒体中心。")
    ]
    # Readers see it, and nothing was received: told to them, it is an edit.
    assert found[other.pk].proposed == EDIT
    assert [row.result for row in report.outcomes] == [Result.REFUSED]
    assert Article.objects.get(pk=other.pk).body == "县融媒中心。"


def test_what_readers_see_is_proposed_and_stays_until_it_is_approved(editor: User) -> None:
    row = story(published=True, body="县融媒中心。")
    refused = mend(places(row), TO_RIGHT, by=editor)
    assert refused.outcomes[0].result == Result.REFUSED
    with_notice = Mending("融媒中心", "融媒体中心", "正式名称", "更正名称。")
    report = mend(places(row), with_notice, by=editor)
    assert report.outcomes[0].result == Result.HELD
    assert Article.objects.get(pk=row.pk).body == "县融媒中心。"
    assert mend(places(row), with_notice, by=editor).outcomes[0].result == Result.ALREADY
    agree()
    mended = Article.objects.get(pk=row.pk)
    assert mended.body == "县融媒体中心。"
    assert versions_of(mended)[0].reason == "正式名称"
    # A repair must come nearer to what was received; nothing was.
    other = story("2025-06-16", published=True, body="县融媒中心。")
    as_repair = places(other, kind=REPAIR)
    assert mend(as_repair, TO_RIGHT, by=editor).outcomes[0].result == Result.REFUSED
    assert not Proposal.objects.filter(end=None).exists()


def test_one_refused_story_keeps_back_no_other(editor: User) -> None:
    stale, moved, good, long = (
        story(f"2025-06-{day}", body="融媒中心") for day in (10, 11, 12, 13)
    )
    Article.objects.filter(pk=long.pk).update(dateline="融媒中心" * 24)
    chosen = places(stale, moved, good, Article.objects.get(pk=long.pk))
    chosen[stale.pk] = Chosen(5, chosen[stale.pk].places, EDIT)
    chosen[moved.pk] = Chosen(0, frozenset({"paragraph.0.9"}), EDIT)
    chosen[0] = Chosen(0, frozenset({"paragraph.0.0"}), EDIT)
    wide = Mending("融媒中心", "县融媒体中心", "正式名称")
    report = mend(chosen, wide, by=editor)
    assert [row.result for row in report.outcomes] == [
        Result.REFUSED,
        Result.REFUSED,
        Result.REFUSED,
        Result.DONE,
        Result.REFUSED,
    ]
    assert Article.objects.get(pk=stale.pk).body == "融媒中心"


def test_nothing_is_done_without_right_reason_or_difference(editor: User) -> None:
    row = story(body="融媒中心")
    reviewer = make_member("reviewer", Role.FIRST_REVIEWER)
    with pytest.raises(MendRefused):
        mend(places(row), TO_RIGHT, by=reviewer)
    for wrong in (
        Mending("融媒中心", "融媒中心", "x"),
        Mending("融媒中心", "融媒\n中心", "x"),
        Mending("融媒中心", "中心", " "),
    ):
        with pytest.raises(MendRefused):
            mend(places(row), wrong, by=editor)
    assert not row.revisions.exists()


def test_a_look_at_long_stories_takes_less_than_a_second(editor: User, tmp_path: Path) -> None:
    words = [f"{place}号地块的人说，今年收成比去年好得多。" for place in range(1_000)]
    for place in (0, 300, 600, 999):
        words[place] += "问了融媒中心。"
    text = "\n".join("".join(words[start : start + 20]) for start in range(0, 1_000, 20))
    assert len(text) > 20_000
    rows = []
    for day in range(1, mending.AT_ONCE + 1):
        file = tmp_path / f"{day}.txt"
        file.write_text(f"平阳报\n2025年6月{day}日\n第1版\n地块上的事\n{text}\n", encoding="utf-8")
        page = import_page(file, publication=make_publication("平阳报"))
        rows.append(Article.objects.filter(page=page.page_id).latest("pk"))
    chosen = places(*rows, kind=None)
    assert min(len(row.body) for row in rows) > 20_000
    start = time.process_time()
    found = find(Wanted("融媒中心"))
    foreseen, refused = foresee(chosen, TO_RIGHT, by=editor)
    took = time.process_time() - start
    assert found.spots == 4 * len(rows)
    # Each was compared with its source, which has the word as it stands.
    assert {row.proposed for row in foreseen.values()} == {EDIT}
    assert len(foreseen) == len(rows)
    assert not refused.outcomes
    assert took < 1
