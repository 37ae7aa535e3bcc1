"""What was read, received, repaired and published, as the desk takes it up and changes it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from archive.verification import verify, verify_audit
from articles.models import Article, Revision
from audit import log as audit
from editorial.editing import EditConflict, EditRefused, change_story
from editorial.workflow import Action, change_state, publish_page
from findings.models import Finding, PaperWord
from findings.page_check import check_page
from findings.word_list import add_word
from issues.models import Page
from reviews.models import Proposal
from tests.make import JUNE, import_page, make_byline, make_member, make_photo, make_story
from tests.wishes import wish
from tests.workbench.hands import fresh, key, make_desk_page, save, step, texts, type_text
from workbench import fair_copy
from workbench.continuations import join_on
from workbench.copies import load, undo
from workbench.kinds_of_change import proposed_kinds
from workbench.repairs import accept, accept_layer, repair_of
from workbench.state import parts_of, words
from workbench.told import StepRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> Page:
    import_page(JUNE)
    page = Page.objects.get()
    page.issue.publication.reviews = 0
    page.issue.publication.save()
    audit.note(page.issue.publication, only=["reviews"])
    return page


def edit_past_the_desk(story: Article, by: User, **parts: object) -> None:
    story = fresh(story.pk)
    kind = Revision.Kind.EDIT
    change_story(story, wish(story, **parts), by=by, kind=kind, version=story.version)


def test_a_story_edited_past_the_desk_keeps_the_place_of_what_stayed(
    page: Page, editor: User
) -> None:
    story = page.articles.get(order=0)
    lines = story.paragraphs
    edit_past_the_desk(
        story, editor, headline=f"新{story.headline}", paragraphs=("新的一段。", *lines)
    )
    desk = load(page, editor).desk
    opened = desk.story(f"a{story.pk}")
    runs = [run for _part, _index, text in parts_of(opened) for run in text]
    typed = [run.text for run in runs if run.start is None and run.text.strip()]
    assert typed == ["新", "新的一段。"]
    save(page, editor)
    type_text(page, editor, f"a{story.pk}", "又一题", part="kicker")
    save(page, editor)
    edit_past_the_desk(story, editor, paragraphs=(lines[0], "改了。"), jump_to=None)
    opened = load(page, editor).desk.story(f"a{story.pk}")
    assert opened.paragraphs[1][0].start is None
    assert opened.paragraphs[0][0].start is not None


def test_a_story_is_taken_as_it_was_received(page: Page, editor: User) -> None:
    story = page.articles.get(order=0)
    name, title = f"a{story.pk}", story.headline
    type_text(page, editor, name, "改过的标题", part="headline")
    assert proposed_kinds(load(page, editor))[name] == "edit"
    save(page, editor)
    with_part = {"story": name, "layer": "received", "part": "headline"}
    _copy, told = accept_layer(page, editor, "", with_part)
    assert told.focus.part == "headline"
    desk = load(page, editor).desk.story(name)
    assert words(desk.headline).replace(" ", "") == title.replace(" ", "")
    assert proposed_kinds(load(page, editor))[name] == "repair"
    accept_layer(page, editor, "", {"story": name, "layer": "edited"})
    assert words(load(page, editor).desk.story(name).headline) == "改过的标题"
    accept_layer(page, editor, "", {"story": name, "layer": "repaired"})
    assert words(load(page, editor).desk.story(name).headline) == title
    accept_layer(page, editor, "", {"story": name, "layer": "received"})
    assert load(page, editor).desk.story(name).paragraphs
    accept_layer(page, editor, "", {"story": name, "layer": "version:read"})
    assert words(load(page, editor).desk.story(name).headline) == title
    with pytest.raises(StepRefused):
        accept_layer(page, editor, "", {**with_part, "part": "bylines"})
    step(page, editor, "add_story")
    with pytest.raises(StepRefused):
        accept_layer(page, editor, "", {"story": "n1", "layer": "received"})


def test_a_story_that_was_split_off_shows_what_was_received_for_it(
    page: Page, editor: User, client: Client
) -> None:
    story = page.articles.get(order=0)
    line = story.paragraphs[1]
    step(page, editor, "split_story", story=f"a{story.pk}", index=1)
    client.force_login(editor)
    address = reverse("admin:desk_layers", args=[page.pk]) + "?show=received"
    # Saved or not, its own characters stand in the source.
    shown = client.get(address).json()["html"].split("<article")[2]
    assert line in shown
    assert "<ins>" not in shown
    save(page, editor)
    type_text(page, editor, "n1", "改了。", index=0)
    shown = client.get(address).json()["html"].split("<article")[2]
    assert "<ins>改了" in shown
    save(page, editor)
    layers = reverse("admin:articles_article_layers", args=[page.articles.get(order=1).pk])
    assert story.paragraphs[2][:20] in client.get(f"{layers}?layers=received").content.decode()


def test_a_repair_of_what_readers_see_is_proposed(page: Page, editor: User) -> None:
    story = page.articles.get(order=0)
    title = story.headline
    edit_past_the_desk(story, editor, headline=title[:-1])
    publisher = make_member("publisher", Role.PUBLISHER)
    publish_page(page, by=publisher)
    name = f"a{story.pk}"
    type_text(page, editor, name, title, part="headline")
    step(page, editor, "reorder", story=name, place=2)
    saved = save(page, editor, kinds={name: "repair", "a0": "poem"})
    assert [row.kind for row in saved.proposed] == [
        Proposal.Kind.REPAIR,
        Proposal.Kind.SURROUNDINGS,
    ]
    assert fresh(story.pk).headline == title[:-1]
    assert not load(page, editor).is_changed
    assert saved.summary


def test_a_repair_finds_its_words_where_they_went(editor: User) -> None:
    page = make_desk_page()
    story = page.articles.get(order=1)
    params = {"text": "，，", "context": "其间，，风景"}
    finding = Finding.objects.create(
        page=page,
        article=story,
        code="doubled-mark",
        params=params,
        part="paragraph",
        part_index=0,
        text_start=2,
        text_end=4,
        fingerprint="1",
    )
    with pytest.raises(StepRefused):
        accept(page, editor, "", finding.pk)
    type_text(page, editor, f"a{story.pk}", "市民散步其间，，风景很好。", index=1)
    _copy, told = accept(page, editor, "", finding.pk)
    assert (told.focus.index, told.focus.offset) == (1, 7)
    assert words(load(page, editor).desk.story(f"a{story.pk}").paragraphs[1]).count("，") == 1


def test_a_word_of_what_an_image_shows_is_repaired_there(page: Page, editor: User) -> None:
    story = page.articles.get(order=0)
    make_photo(story, alt="残废人在公园里散步")
    add_word(PaperWord.Kind.FORBIDDEN, "残废人", by=editor, reason="规定", others="残疾人")
    check_page(page)
    finding = page.findings.get(code="forbidden-word")
    _copy, told = accept(page, editor, "", finding.pk)
    assert (told.focus.part, told.focus.index) == ("alt", story.photos.count() - 1)
    save(page, editor)
    assert story.photos.latest("order").alt == "残疾人在公园里散步"
    assert not page.findings.open().filter(code="forbidden-word").exists()


@pytest.mark.parametrize(
    ("code", "params", "told"),
    [
        ("paper-term", {"text": "融媒中心", "right": "融媒体中心"}, "融媒中心 → 融媒体中心"),
        ("forbidden-word", {"text": "残废人", "right": "残疾人"}, "残废人 → 残疾人"),
        # Which of them is meant, or what else could be said, only a person knows.
        ("forbidden-word", {"text": "残废", "right": "残疾、伤残"}, ""),
        ("forbidden-word", {"text": "残废", "right": "—"}, ""),
        ("name-slip", {"text": "周志源", "name": "周志远"}, "周志源 → 周志远"),
    ],
)
def test_what_stands_beside_a_word_in_its_question_is_proposed(
    code: str, params: dict[str, str], told: str
) -> None:
    assert repair_of(Finding(code=code, params=params)).told == told


def test_a_name_is_repaired_in_the_bylines(editor: User) -> None:
    page = make_desk_page()
    make_byline(page.articles.get(order=1), "张蔚漫")
    finding = Finding.objects.create(
        page=page,
        code="similar-contributor",
        params={"name": "张蔚漫", "other": "张蔚旻"},
        fingerprint="1",
    )
    accept(page, editor, "", finding.pk)
    save(page, editor)
    assert page.articles.get(order=1).bylines.get().contributor.name == "张蔚旻"
    # In running text only where the finding stands.
    with pytest.raises(StepRefused):
        accept(page, editor, "", finding.pk)


def test_a_story_saved_by_another_in_this_very_moment_is_not_overwritten(
    editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = make_desk_page()
    type_text(page, editor, key(page, 0), "新标题", part="headline")

    def late(article: Article, *_args: object, **_options: object) -> bool:
        raise EditConflict(article)

    monkeypatch.setattr(fair_copy, "change_story", late)
    with pytest.raises(EditRefused):
        save(page, editor)
    assert load(page, editor).unsaved == [key(page, 0)]


def test_which_continuation_is_meant_is_asked_where_there_are_several(editor: User) -> None:
    page = make_desk_page(3)
    second = page.issue.pages.create(number=2)
    rest = [make_story(second, headline=f"上接{at}", jump_from="1") for at in range(2)]
    with pytest.raises(StepRefused):
        join_on(page, editor, "", {"story": key(page, 0)})
    step(page, editor, "set_truncated", story=key(page, 0), truncated=True)
    browser = Client()
    browser.force_login(editor)
    for look in ({}, {"plain": "1"}):
        shown = browser.get(reverse("admin:desk", args=[page.pk]), look).content.decode()
        assert all(f'<option value="{row.pk}">2 {row}' in shown for row in rest)
    Article.objects.filter(pk=rest[0].pk).update(status="first-review")
    with pytest.raises(StepRefused):
        join_on(page, editor, "", {"story": key(page, 0), "other": rest[0].pk})
    join_on(page, editor, "", {"story": key(page, 0), "other": rest[1].pk})
    with pytest.raises(StepRefused):
        join_on(page, editor, "", {"story": key(page, 0), "other": rest[1].pk})
    assert "程序" not in texts(page)[0][1]


def test_an_approval_that_ends_with_the_saving_is_told(editor: User) -> None:
    page = make_desk_page(3)
    for story in page.articles.all():
        reviewer = make_member(f"reviewer {story.pk}", Role.FIRST_REVIEWER)
        change_state(fresh(story.pk), Action.SUBMIT, by=editor)
        change_state(fresh(story.pk), Action.APPROVE, by=reviewer)
    type_text(page, editor, key(page, 0), "新标题", part="headline")
    step(page, editor, "reorder", story=key(page, 0), place=2)
    assert save(page, editor).voided
    assert texts(page)[1][0] == "新标题"


def test_all_that_the_desk_wrote_is_proved_by_the_log(page: Page, editor: User) -> None:
    one, two = key(page, 0), key(page, 1)
    step(page, editor, "split_story", story=one, index=1)
    step(page, editor, "join_stories", story=two, into="n1")
    type_text(page, editor, one, "新标题", part="headline")
    save(page, editor)
    undo(page, editor, "")
    undo(page, editor, "")
    save(page, editor)
    assert [fault for proof in verify(Page.objects.all()) for fault in proof.faults] == []
    assert list(verify_audit()) == []
