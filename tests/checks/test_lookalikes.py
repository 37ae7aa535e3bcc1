"""Pages with look-alike, rare and unseen characters: read, asked about once, put right by a key."""

from __future__ import annotations

import datetime as dt
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from archive.verification import verify_database
from articles.models import Article, Byline, Contributor, Revision
from articles.text import StoryText
from findings.models import Finding, Office
from issues.models import Page
from proofing.galley import Galley, as_folded
from proofing.persons import check_names
from proofing.prose import check_prose
from reading.document import PhotoText, Story
from reading.folded import LOOKALIKE, Folded, usual_name
from search import entries
from tests.make import import_page, make_byline, make_member, make_page, make_story
from tests.workbench.hands import save
from workbench.copies import load
from workbench.kinds_of_change import proposed_kinds
from workbench.repairs import accept, repair_of
from workbench.state import parts_of, words
from workbench.told import StepRefused

FOLDER = Path(__file__).parents[1] / "reading" / "trials" / "characters"
NAMES = {
    "bare": ["王𬭎", "李㛃", "周文启"],
    "byline_block": ["王𬭎", "李𫘝", "周文启"],
    "compat": ["金\uf90a华", "周文启"],
    "dotted": ["阿卜杜热合曼·𬱖斯", "周文启"],
    "name": ["王⽂青", "周文启"],
    "nfd": ["Zoe\u0301 Li", "周文启"],
    "office": ["林舒雅", "周文启"],
    "organ": ["林舒雅", "周文启"],
    "place": ["王𬭎", "周文启"],
    "radicals": ["王⻘松", "周文启"],
    "trad": ["劉德華", "周文启"],
    "vs": ["葛\U000e0100文", "周文启"],
    "2025-06-30_01": ["王⽂⻘", "周⽂启"],
}
ALIKE = {"compat", "name", "radicals", "vs", "2025-06-30_01"}


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_every_trial_gives_its_names_whole_and_one_question(name: str) -> None:
    import_page(FOLDER / f"{name}.txt")
    shown = [
        byline.name
        for story in Article.objects.with_parts().order_by("order")
        for byline in story.bylines.all()
    ]
    assert shown == NAMES[name]
    page = Page.objects.get()
    alike = Finding.objects.filter(code="look-alike")
    assert alike.count() == (name in ALIKE)
    assert not Finding.objects.filter(code__in=("name-slip", "name-differs", "truncated")).exists()
    assert page.sources.get().received == (FOLDER / f"{name}.txt").read_bytes()


@pytest.mark.django_db
def test_an_office_with_a_rare_character_is_held_by_the_whole_name() -> None:
    import_page(FOLDER / "office.txt")
    held = list(Office.objects.values_list("place", "title", "holder"))
    assert held == [("北溪县", "县长", "张明𬭎")]


@pytest.mark.django_db
def test_a_key_puts_the_usual_characters_in_as_a_repair() -> None:
    import_page(FOLDER / "2025-06-30_01.txt")
    page = Page.objects.get()
    editor = make_member("editor", Role.EDITOR)
    page.issue.publication.reviews = 0
    page.issue.publication.save()
    finding = page.findings.get(code="look-alike")
    assert repair_of(finding).told == "⻘⼀⼈⼯⽂⽇⽉⽔⽥⾦ → 青一人工文日月水田金"
    before = page.sources.get().received
    copy, told = accept(page, editor, "", finding.pk)
    assert len(told.keys) == 2
    texts = [words(runs) for story in copy.desk.stories for *_place, runs in parts_of(story)]
    assert not any(char in "".join(texts) for char in "⻘⼀⼈⼯⽂⽇⽉⽔⽥⾦")
    kinds = proposed_kinds(load(page, editor))
    assert set(kinds.values()) == {"repair"}
    save(page, editor)
    assert set(Revision.objects.values_list("kind", flat=True)) == {Revision.Kind.REPAIR}
    assert not page.findings.open().filter(code="look-alike").exists()
    assert Contributor.objects.filter(name="王文青", bylines__isnull=False).exists()
    assert page.sources.get().received == before


NEWS = "6月12日，我县召开防汛工作会议，部署下一阶段工作。"


def bring(day: int, *names: str) -> Page:
    """Import a page of that day whose stories are one reporter's each."""
    heads = ("我县部署防汛工作", "我县推进项目建设", "我县召开春耕会议", "我县检查道路安全")
    stories = [
        f"{head}\n\n本报讯（记者 {name}）{NEWS}\n\n"
        for head, name in zip(heads, names, strict=False)
    ]
    top = f"今日临江\n中共临江县委机关报\n2025年6月{day}日\n总第{1200 + day}期 今日4版\n\n"
    import_page(Path(f"2025-06-{day:02}_01.txt"), (top + "".join(stories)).encode())
    return Page.objects.get(issue__date=f"2025-06-{day:02}")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("usual", "others"),
    [
        ("王文青", ["王⽂青", "王⽂⻘"]),
        (
            "阿卜杜热合曼·买买提",
            ["阿卜杜热合曼•买买提", "阿卜杜热合曼‧买买提"],
        ),
        ("王小明", ["王小\u200b明", "王\ufe00小明", "王小\ue004明"]),
        ("葛文明", ["葛\U000e0100文明", "葛文\u00ad明"]),
        ("John Smith", ["Ｊｏｈｎ Ｓｍｉｔｈ"]),
        ("Zo\u00e9 Li", ["Zoe\u0301 Li"]),
    ],
)
@pytest.mark.parametrize("first", [0, -1])
def test_names_that_look_alike_to_the_point_are_one_contributor(
    usual: str, others: list[str], first: int
) -> None:
    names = [usual, *others]
    if first:
        names.reverse()
    for day, name in enumerate(names, start=13):
        bring(day, name)
    person = Contributor.objects.get()
    assert person.name == usual
    assert person.bylines.count() == len(names)
    assert not Finding.objects.filter(code="similar-contributor").exists()
    for story, name in zip(Article.objects.order_by("pk").with_parts(), names, strict=True):
        (text,) = StoryText.of(story).bylines
        assert usual_name(text.name) == usual
        assert LOOKALIKE.findall(text.name) == LOOKALIKE.findall(name)


@pytest.mark.parametrize("printed", ["古丽努尔.买买提", "古丽努尔．买买提", "古丽努尔 · 买买提"])
def test_a_name_is_known_by_its_middle_dot_whatever_dot_was_printed(printed: str) -> None:
    assert usual_name(printed) == "古丽努尔·买买提"


@pytest.mark.django_db
def test_readers_find_all_stories_of_one_person_on_one_page(client: Client) -> None:
    bring(13, "王⽂青")
    bring(14, "王文青")
    Article.objects.update(status="published", published_at=timezone.now())
    entries.refresh(list(Article.objects.values_list("pk", flat=True)))
    person = Contributor.objects.get()
    answer = client.get(reverse("author", args=[person.pk])).content.decode()
    assert answer.count('<h2><a href="/articles/') == 2


@pytest.mark.django_db
def test_a_character_that_no_font_had_is_no_mark_and_two_people_stay_two() -> None:
    bring(13, "张明\ue863", "张明", "劉德華", "刘德华")
    assert set(Contributor.objects.values_list("name", flat=True)) == {
        "张明\ue863",
        "张明",
        "劉德華",
        "刘德华",
    }


@pytest.mark.django_db
def test_who_puts_the_usual_name_in_keeps_the_contributor() -> None:
    bring(13, "王⽂青")
    page = bring(14, "王文青")
    story = page.articles.get()
    assert story.bylines.get().printed is None
    assert Article.objects.exclude(pk=story.pk).get().bylines.get().printed == "王⽂青"


@pytest.mark.django_db
def test_contributors_of_before_are_joined_and_their_bylines_stay_as_received() -> None:
    page = make_page()
    for name in ("王⽂青", "王文青", "周文启", "金\uf90a华"):
        make_byline(make_story(page), name)
    joining = import_module("articles.migrations.0006_names_as_printed")
    joining.join_look_alikes(apps, None)
    told = Byline.objects.order_by("pk").values_list("contributor__name", "printed")
    assert list(told) == [
        ("王文青", "王⽂青"),
        ("王文青", None),
        ("周文启", None),
        ("金金华", "金\uf90a华"),
    ]
    assert [row.name for row in Byline.objects.order_by("pk")] == [
        "王⽂青",
        "王文青",
        "周文启",
        "金\uf90a华",
    ]


DOTTED = "古丽努尔·买买提"


def join() -> None:
    """Join those whom the dot that was printed kept apart, as ``migrate`` does."""
    import_module("articles.migrations.0007_dots_in_names").join_look_alikes(apps, None)


@pytest.mark.django_db
def test_contributors_who_differed_in_a_dot_are_joined_and_keep_what_was_printed() -> None:
    page = make_page()
    printed = ["古丽努尔.买买提", DOTTED, "古丽努尔 · 买买提", "艾力.吐尔逊", "艾力.吐尔逊"]
    rows = [make_byline(make_story(page), name) for name in printed]
    # Received with a look-alike, when the dot was another name's still.
    rows[-1].printed = "艾⼒.吐尔逊"
    rows[-1].save()
    join()
    told = Byline.objects.order_by("pk")
    assert [row.name for row in told] == [*printed[:-1], "艾⼒.吐尔逊"]
    assert [row.contributor.name for row in told] == [DOTTED] * 3 + ["艾力·吐尔逊"] * 2
    assert not any(verify_database())


@pytest.mark.django_db
def test_the_address_of_a_joined_contributor_leads_on(client: Client) -> None:
    page = make_page()
    names = "古丽努尔.买买提", DOTTED
    rows = [make_byline(make_story(page, published=True), name) for name in names]
    gone, kept = (row.contributor for row in rows)
    join()
    entries.refresh(list(Article.objects.values_list("pk", flat=True)))
    answer = client.get(reverse("author", args=[gone.pk]))
    assert (answer.status_code, answer["Location"]) == (301, reverse("author", args=[kept.pk]))
    for address in ("/feed/?author={}", "/api/v1/stories?author={}"):
        ours, his = (client.get(address.format(row.pk)) for row in (kept, gone))
        assert (ours.status_code, his.status_code) == (200, 200)
        one, two = (answer.content.decode().count("/articles/") for answer in (ours, his))
        assert one == two > 0
    assert client.get(reverse("author", args=[kept.pk + 99])).status_code == 404


def asked(page: Page) -> list[tuple[str, str]]:
    """Return the questions about characters of a page, each with what it shows."""
    odd = page.findings.open().filter(code__in=("look-alike", "odd-character", "leftover-mark"))
    return [(row.code, row.params["text"]) for row in odd.order_by("code", "pk")]


def put_usual(page: Page) -> list[StoryText]:
    """Accept the repair of a page's only question about characters, save, and return its texts."""
    editor = make_member("editor", Role.EDITOR)
    page.issue.publication.reviews = 0
    page.issue.publication.save()
    accept(page, editor, "", page.findings.open().get(code="look-alike").pk)
    assert set(proposed_kinds(load(page, editor)).values()) == {"repair"}
    save(page, editor)
    return [StoryText.of(row) for row in page.articles.order_by("order").with_parts()]


@pytest.mark.django_db
def test_a_page_with_marks_of_no_width_asks_once_and_the_key_takes_them_out() -> None:
    import_page(FOLDER.parent / "04-zero-width.txt")
    page = Page.objects.get()
    assert asked(page) == [("look-alike", "U+00AD U+200B U+200D U+FEFF")]
    finding = page.findings.get(code="look-alike")
    assert finding.params["count"] == 5
    assert repair_of(finding).told == "take out “U+00AD U+200B U+20…”"
    (story,) = put_usual(page)
    assert (story.headline, story.bylines[0].name) == ("我县部署防汛工作", "王明")
    assert story.paragraphs == ("6月12日，我县召开防汛工作会议，部署下一阶段工作。",)
    assert asked(page) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "shown", "repaired"),
    [
        ("王小\u200b明", "U+200B", None),
        ("王小\ufe00明", "U+FE00", "王小明"),
        ("葛\U000e0100文明", "U+E0100", "葛文明"),
        ("王小\ue004明", "U+E004", "王小明"),
        ("王⽂\ue004⻘", "⻘⽂ U+E004", "王文青"),
    ],
)
def test_an_unusual_character_in_a_name_alone_is_asked_about(
    name: str, shown: str, repaired: str | None
) -> None:
    page = bring(13, name)
    assert asked(page) == [("look-alike", shown)]
    if repaired is None:
        # It was read without it: there is nothing to put right, and somebody may say so.
        assert repair_of(page.findings.get(code="look-alike")).told == ""
        return
    (story,) = put_usual(page)
    assert story.bylines[0].name == repaired
    assert Contributor.objects.filter(name=repaired, bylines__printed=None).exists()
    assert asked(page) == []


@pytest.mark.django_db
def test_what_no_font_had_is_asked_about_and_left_to_a_person() -> None:
    page = bring(13, "张明\ue863")
    assert asked(page) == [("look-alike", "U+E863")]
    with pytest.raises(StepRefused):
        accept(page, make_member("editor", Role.EDITOR), "", page.findings.get().pk)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("全力\ue5d2进项目，⽂\u200b化⼯作。", 4),
        ("葛\U000e0100先生", 1),
        ("点赞\u2764\ufe0f", 0),
        ("一家\U0001f468\u200d\U0001f469\u200d\U0001f467", 0),
        ("维文\u0645\u200c\u06cc", 0),
        ("张明𬭎说：“好。”", 0),
    ],
)
def test_only_what_has_a_usual_form_is_asked_about(text: str, count: int) -> None:
    galleys = [Galley(Story(paragraphs=[text])), Galley(Story(paragraphs=[NEWS]))]
    rows = list(check_prose(galleys, dt.date(2025, 6, 13), text))
    found = [row for row in rows if row.code in ("look-alike", "odd-character")]
    assert [row.params["count"] for row in found] == ([count] if count else [])


def test_a_rule_finds_the_same_words_in_any_code_points_and_says_where_they_stand() -> None:
    plain = "县委书记周志远前往水头镇调研。周志源强调，要抓好文化⼯作。"
    alike = plain.replace("周志源", "周\u200b志\ufe00源")
    stories = [Galley(Story(paragraphs=[alike]))]
    (found,) = [
        row for row in check_prose(stories, dt.date(2025, 6, 13), alike) if row.code == "name-slip"
    ]
    assert alike[found.place.start : found.place.end] == "周\u200b志\ufe00源"
    assert found.params["text"] == "周\u200b志\ufe00源"
    same = [Galley(Story(paragraphs=["县委书记周文远前往。周⽂远强调，要抓好。"]))]
    assert list(check_names(as_folded(same))) == []


@pytest.mark.parametrize(
    ("received", "text"),
    [
        ("⽇⻘\uf90a", "日青金"),
        ("王\u200b明", "王明"),
        ("葛\U000e0100文", "葛文"),
        ("\ue004甲", "甲"),
        ("明\ue863", "明\ue863"),
        ("ＡＢＣ", "ABC"),
        ("\U0002f804", "你"),
    ],
)
def test_the_folded_view_is_what_a_reader_sees(received: str, text: str) -> None:
    assert Folded(received).text == text


def test_every_place_of_the_folded_view_leads_back() -> None:
    received = "\u200b⽇\u00ad报\ufeff"
    view = Folded(received)
    assert view.text == "日报"
    assert [view.place(at, at + 1) for at in range(2)] == [(1, 2), (3, 4)]
    assert view.place(0, 2) == (1, 4)
    assert view.place(2, 2) == (5, 5)


def test_a_part_of_unseen_marks_alone_stays_a_part() -> None:
    story = Story(headline="\ufeff", paragraphs=["\u200b"], photos=[PhotoText("\ufeff")])
    (seen,) = as_folded([Galley(story)])
    assert len(list(seen.parts)) == 3
