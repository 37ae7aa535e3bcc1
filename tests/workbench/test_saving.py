"""From a working copy into the page: nothing lost between two people, all of it in the record."""

from __future__ import annotations

from itertools import permutations

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.urls import reverse

from accounts.roles import Role
from articles.models import Article, Revision
from audit import journal
from audit.models import AuditEntry
from editorial.editing import EditRefused
from editorial.workflow import NotAllowed, publish_page
from findings.page_check import check_page
from issues.models import Page
from tests.accounts.cast import as_user
from tests.admin.forms import open_form
from tests.make import APRIL, JUNE, import_page, make_member, make_photo, make_story, put_image
from tests.workbench.hands import (
    fresh,
    key,
    make_desk_page,
    on_desk,
    save,
    step,
    texts,
    type_text,
)
from workbench.clashes import Clashes
from workbench.colours import pieces
from workbench.continuations import join_on
from workbench.copies import Behind, load, redo, undo
from workbench.models import Operation, Provenance, WorkingStory
from workbench.repairs import accept, accept_layer, repair_of
from workbench.state import part_of, parts_of, words
from workbench.told import StepRefused
from workbench.typed_words import type_changes

pytestmark = pytest.mark.django_db
Status = Article.Status


@pytest.fixture
def other() -> User:
    return make_member("other", Role.EDITOR)


def test_what_was_typed_is_there_again_and_nobody_else_sees_it(
    page: Page, editor: User, other: User
) -> None:
    story = key(page, 0)
    type_text(page, editor, story, "昨天上午，全县重点项目集中开工。")
    assert words(load(page, editor).desk.story(story).paragraphs[0]).startswith("昨天上午")
    assert load(page, editor).unsaved == [story]
    assert words(load(page, other).desk.story(story).paragraphs[0]).startswith("昨天，")
    assert texts(page)[0][1].startswith("昨天，")


@pytest.mark.parametrize("first_saves", [0, 1])
def test_two_people_in_one_story_lose_nothing(
    page: Page, editor: User, other: User, first_saves: int
) -> None:
    story = key(page, 0)
    type_text(page, editor, story, "昨天上午，全县重点项目集中开工。")
    type_text(page, other, story, "项目负责人介绍了进展情况。", index=1)
    type_text(page, other, story, "全县掀起建设热潮", part="headline")
    people = [editor, other]
    for person in (people[first_saves], people[1 - first_saves]):
        save(page, person)
    headline, body = texts(page)[0]
    assert headline == "全县掀起建设热潮"
    assert body == "昨天上午，全县重点项目集中开工。\n项目负责人介绍了进展情况。"
    assert not load(page, editor).unsaved + load(page, other).unsaved


@pytest.mark.parametrize("order", list(permutations("ABC")))
def test_in_whatever_order_three_people_save(page: Page, order: tuple[str, ...]) -> None:
    people = {name: make_member(name, Role.EDITOR) for name in "ABC"}
    one, two = key(page, 0), key(page, 1)
    type_text(page, people["A"], one, "昨天清晨，全县重点项目集中开工。")
    step(page, people["B"], "move_text", story=two, index=1, to=one)
    type_text(page, people["C"], two, "市民早晚散步其间。")
    for name in order:
        save(page, people[name])
    whole = "".join(body for _head, body in texts(page))
    for words_of in ("昨天清晨", "秋色正好。", "市民早晚散步其间。", "介绍了情况"):
        assert whole.count(words_of) == 1


def test_the_same_words_changed_by_two_are_asked_about(
    page: Page, editor: User, other: User
) -> None:
    story = key(page, 1)
    type_text(page, editor, story, "市民清晨散步。")
    type_text(page, editor, story, "公园昨天开放", part="headline")
    type_text(page, other, story, "游客散步其间。")
    save(page, other)
    before = Revision.objects.count()
    with pytest.raises(Clashes) as clashes:
        save(page, editor)
    (clash,) = clashes.value.rows
    assert (clash.key, clash.author) == (story, "other")
    assert (clash.mine.paragraphs[0], clash.theirs.paragraphs[0]) == (
        "市民清晨散步。",
        "游客散步其间。",
    )
    assert Revision.objects.count() == before
    assert load(page, editor).unsaved == [story]
    save(page, editor, resolve={story: "mine"})
    assert texts(page)[1] == ("公园昨天开放", "市民清晨散步。\n秋色正好。")


def test_theirs_may_stand(page: Page, editor: User, other: User) -> None:
    story = key(page, 1)
    type_text(page, editor, story, "市民清晨散步。")
    type_text(page, other, story, "游客散步其间。")
    save(page, other)
    save(page, editor, resolve={story: "theirs"})
    assert texts(page)[1][1].startswith("游客")
    assert load(page, editor).unsaved == []


def test_a_split_is_one_operation_of_the_record(page: Page, editor: User) -> None:
    saved_story = page.articles.get(order=0)
    step(page, editor, "split_story", story=f"a{saved_story.pk}", index=1)
    saved = save(page, editor)
    assert [body for _head, body in texts(page)] == [
        "昨天，全县重点项目集中开工。",
        "项目负责人介绍了情况。",
        "市民散步其间。\n秋色正好。",
    ]
    (row,) = Operation.objects.all()
    made = page.articles.get(order=1)
    assert (row.name, row.sentence) == ("split_story", "split story 2 from story 1")
    assert row.revisions == [[saved_story.pk, saved_story.version + 1], [made.pk, 1]]
    assert saved.operations == [row.sentence]
    entry = AuditEntry.objects.get(action="desk-step")
    assert '"step":"split_story"' in entry.payload
    told = [journal.read(row) for row in LogEntry.objects.order_by("pk")]
    assert told == [
        "split story 2 from story 1",
        "split story 2 from story 1",
        "Put the stories into a new order.",
        "split story 2 from story 1",
    ]


def test_a_joined_story_leaves_the_page_with_its_reason(page: Page, editor: User) -> None:
    first, second = page.articles.order_by("order")
    step(page, editor, "join_stories", story=f"a{second.pk}", into=f"a{first.pk}")
    save(page, editor)
    assert texts(page) == [
        (
            "全县掀起项目建设热潮",
            "昨天，全县重点项目集中开工。\n项目负责人介绍了情况。\n公园开放\n市民散步其间。\n秋色正好。",
        )
    ]
    gone = fresh(second.pk)
    assert (gone.status, gone.headline) == (Status.SET_ASIDE, "公园开放")
    assert "全县掀起项目建设热潮" in gone.transitions.get().reason
    assert [story.pk for story in load(page, editor).desk.aside] == [second.pk]


def test_a_step_is_undone_after_saving_too(page: Page, editor: User) -> None:
    first, second = page.articles.order_by("order")
    before = texts(page)
    step(page, editor, "join_stories", story=f"a{second.pk}", into=f"a{first.pk}")
    save(page, editor)
    undo(page, editor, "")
    assert on_desk(page, editor) == ["全县掀起项目建设热潮", "公园开放"]
    save(page, editor)
    assert texts(page) == before
    assert fresh(second.pk).status == Status.DRAFT
    assert Operation.objects.latest("pk").sentence.startswith("took back: joined")
    redo(page, editor, "")
    save(page, editor)
    assert len(texts(page)) == 1


def test_a_split_is_undone_after_saving_too(page: Page, editor: User) -> None:
    before = texts(page)
    step(page, editor, "split_story", story=key(page, 0), index=1)
    save(page, editor)
    undo(page, editor, "")
    assert load(page, editor).is_changed
    save(page, editor)
    assert texts(page) == before
    assert page.articles.filter(status=Status.SET_ASIDE).count() == 1
    redo(page, editor, "")
    save(page, editor)
    assert [body for _head, body in texts(page)][1] == "项目负责人介绍了情况。"
    assert page.articles.count() == 3


def test_undo_gives_back_letters_and_their_colours(page: Page, editor: User) -> None:
    story = key(page, 1)
    fresh_desk = load(page, editor).desk
    type_text(page, editor, story, "市民散步。")
    type_text(page, editor, story, "市民散步其。")
    type_text(page, editor, story, "公园", part="headline")
    undo(page, editor, "")
    assert words(load(page, editor).desk.story(story).headline) == "公园开放"
    undo(page, editor, "")
    assert load(page, editor).desk == fresh_desk
    with pytest.raises(StepRefused):
        undo(page, editor, "")
    redo(page, editor, "")
    assert words(load(page, editor).desk.story(story).paragraphs[0]) == "市民散步其。"


def test_colours_are_right_after_saving(page: Page, editor: User, other: User) -> None:
    one, two = key(page, 0), key(page, 1)
    step(page, editor, "take_up", start=5, end=10, to=two, part="kicker")
    step(page, editor, "move_text", story=two, index=1, to=one)
    kicker = load(page, editor).desk.story(two).kicker
    assert kicker[0].start == 5
    save(page, editor)
    assert load(page, other).desk.story(two).kicker == kicker
    # Changed past the desk: what stayed keeps its place, what is new has none.
    type_text(page, other, two, f"又{words(kicker)}", part="kicker")
    Provenance.objects.update(source_id=None)
    assert load(page, editor).desk.story(two).kicker[0].start is None


def test_repair_and_edit_are_proposed_by_the_source(page: Page, editor: User) -> None:
    one, two = key(page, 0), key(page, 1)
    type_text(page, editor, one, "", part="headline")
    step(page, editor, "take_up", start=5, end=15, to=one, part="headline")
    step(page, editor, "move_text", story=two, index=1, to=one)
    save(page, editor)
    assert {row.kind for row in Revision.objects.all()} == {"repair"}
    type_text(page, editor, one, "全县再掀项目建设热潮", part="headline")
    save(page, editor)
    assert Revision.objects.latest("pk").kind == "edit"
    type_text(page, editor, one, "全县再掀建设热潮", part="headline")
    save(page, editor, kinds={one: "repair"})
    assert Revision.objects.latest("pk").kind == "repair"


def test_a_story_that_readers_see_is_changed_by_a_proposal_only(page: Page, editor: User) -> None:
    publish_page(page, by=make_member("publisher", Role.PUBLISHER))
    story = key(page, 1)
    with pytest.raises(StepRefused):
        step(page, editor, "split_story", story=story, index=1)
    type_text(page, editor, story, "市民清晨散步其间。")
    with pytest.raises(NotAllowed):
        save(page, editor)
    assert texts(page)[1][1].startswith("市民散步")
    assert load(page, editor).unsaved == [story]


def test_what_others_added_and_took_away_stays_so(page: Page, editor: User, other: User) -> None:
    one, two = key(page, 0), key(page, 1)
    step(page, editor, "reorder", story=two, place=1)
    step(page, other, "add_story")
    type_text(page, other, "n1", "新到的稿", part="headline")
    save(page, other)
    assert on_desk(page, editor)[:2] == ["公园开放", "全县掀起项目建设热潮"]
    save(page, editor)
    assert [head for head, _body in texts(page)] == [
        "公园开放",
        "全县掀起项目建设热潮",
        "新到的稿",
    ]
    assert on_desk(page, other)[0] == "公园开放"
    assert one != two


def test_a_window_that_is_behind_saves_nothing(page: Page, editor: User) -> None:
    number = type_text(page, editor, key(page, 0), "标题", part="headline").number
    type_text(page, editor, key(page, 0), "标题二", part="headline")
    with pytest.raises(Behind):
        save(page, editor, number=number)
    assert WorkingStory.objects.get().story is not None


def test_two_windows_of_one_person_are_merged(page: Page, editor: User) -> None:
    story = key(page, 0)
    base = "昨天，全县重点项目集中开工。"
    type_text(page, editor, story, "昨天上午，全县重点项目集中开工。", base=base)
    typed = type_text(page, editor, story, "昨天，全县重点项目集中开工了。", base=base)
    assert typed.texts == {f"{story}/paragraphs/0": "昨天上午，全县重点项目集中开工了。"}
    # A paragraph that has moved in the other window is found by its words.
    step(page, editor, "split_paragraph", story=story, index=0, at=5)
    now = "项目负责人介绍了情况。"
    change = {"story": story, "part": "paragraphs", "index": 1, "text": f"{now}！", "base": now}
    type_changes(page, editor, "0.stale", [change], {})
    assert words(load(page, editor).desk.story(story).paragraphs[2]) == f"{now}！"


def test_photos_keep_their_images(page: Page, editor: User, other: User) -> None:
    story = page.articles.get(order=0)
    photo = put_image(make_photo(story))
    type_text(page, editor, f"a{story.pk}", "集中开工现场。", part="caption")
    type_text(page, other, f"a{story.pk}", "林海", part="credit")
    save(page, other)
    step(page, other, "add_photo", story=f"a{story.pk}", caption="第二张")
    save(page, editor)
    save(page, other)
    rows = list(story.photos.order_by("order").values_list("pk", "caption", "credit", "sha256"))
    assert rows[0] == (photo.pk, "集中开工现场。", "林海", photo.sha256)
    assert rows[1][1:] == ("第二张", "", "")


def test_a_continuation_is_joined_and_taken_off_its_page(page: Page, editor: User) -> None:
    second = page.issue.pages.create(number=2)
    rest = make_story(
        second, headline="上接", body="程序。\n会议结束。", jump_from="1", dateline=""
    )
    photo = put_image(make_photo(rest))
    first = page.articles.get(order=0)
    step(page, editor, "set_jump", story=f"a{first.pk}", part="jump_to", number="2")
    type_text(page, editor, f"a{first.pk}", "会议进入第二阶段，议程还有很长很长很长", index=1)
    step(page, editor, "set_truncated", story=f"a{first.pk}", truncated=True)
    join_on(page, editor, "", {"story": f"a{first.pk}"})
    save(page, editor)
    first, rest = fresh(first.pk), fresh(rest.pk)
    assert first.paragraphs[1:] == ["会议进入第二阶段，议程还有很长很长很长程序。", "会议结束。"]
    assert (first.truncated, first.jump_to) == (False, None)
    assert [(row.caption, row.sha256) for row in first.photos.all()] == [
        (photo.caption, photo.sha256)
    ]
    assert rest.status == Status.SET_ASIDE
    assert rest.transitions.get().reason.startswith("joined with")
    # Taken back after saving, the continuation stands on its own page again; and once more.
    undo(page, editor, "")
    assert "put back on the page: “上接” on page 2" in save(page, editor).summary
    first, rest = fresh(first.pk), fresh(rest.pk)
    assert (first.paragraphs[2:], first.jump_to, first.photos.count()) == ([], "2", 0)
    assert rest.status == Status.DRAFT
    redo(page, editor, "")
    save(page, editor)
    assert (fresh(first.pk).photos.count(), fresh(rest.pk).status) == (1, Status.SET_ASIDE)
    told = Operation.objects.filter(name="join_continuation").order_by("pk")
    assert [(row.told["from"], "undone" in row.told) for row in told] == [
        ("2", False),
        ("2", True),
        ("2", False),
    ]


def test_a_continuation_that_is_joined_is_not_put_back_beside_its_text(
    page: Page, editor: User
) -> None:
    second = page.issue.pages.create(number=2)
    rest = make_story(second, headline="上接", body="程序。\n会议结束。", jump_from="1")
    join_on(page, editor, "", {"story": key(page, 0), "other": rest.pk})
    save(page, editor)
    browser = as_user(editor)
    form = reverse("admin:issues_page_change", args=[second.pk])
    tries = {
        form: open_form(browser, form) | {"_action": f"take-up:{rest.pk}"},
        reverse("admin:articles_article_state", args=[rest.pk, "take-up"]): {},
        reverse("admin:desk_step", args=[second.pk]): {
            "do": f'{{"step":"take_back","args":{{"story":"a{rest.pk}"}}}}'
        },
    }
    for address, data in tries.items():
        shown = browser.post(address, data, follow=True)
        assert "its text would stand twice" in shown.content.decode(), address
        assert fresh(rest.pk).status == Status.SET_ASIDE, address
    # Who has it on his desk from before cannot save it either.
    step(second, editor, "take_back", story=f"a{rest.pk}")
    with pytest.raises(NotAllowed):
        save(second, editor)
    undo(second, editor, "")
    # The way on: the join is undone, or its text taken out of the story by hand.
    first = page.articles.get(order=0)
    for at, paragraph in reversed(list(enumerate(first.paragraphs))):
        if paragraph in rest.paragraphs:
            type_text(page, editor, f"a{first.pk}", "", index=at)
    save(page, editor)
    assert "会议结束" not in fresh(first.pk).body
    browser.post(form, open_form(browser, form) | {"_action": f"take-up:{rest.pk}"})
    assert fresh(rest.pk).status == Status.DRAFT


def test_a_continuation_that_somebody_changed_is_not_thrown_away(
    page: Page, editor: User, other: User
) -> None:
    second = page.issue.pages.create(number=2)
    rest = make_story(second, headline="上接", body="程序。", jump_from="1")
    join_on(page, editor, "", {"story": key(page, 0), "other": rest.pk})
    type_text(second, other, f"a{rest.pk}", "程序二。")
    save(second, other)
    with pytest.raises(EditRefused):
        save(page, editor)
    assert fresh(rest.pk).status == Status.DRAFT


def test_a_proposed_repair_is_taken_in_one_step(page: Page, editor: User) -> None:
    story = page.articles.get(order=1)
    type_text(page, editor, f"a{story.pk}", "市民散步其间，，风景很好。")
    save(page, editor)
    check_page(page)
    (finding,) = page.findings.filter(code="doubled-mark")
    assert repair_of(finding).told == "，， → ，"
    _copy, told = accept(page, editor, "", finding.pk)
    assert told.focus.story == f"a{story.pk}"
    save(page, editor)
    assert fresh(story.pk).paragraphs[0] == "市民散步其间，风景很好。"
    assert not page.findings.open().filter(pk=finding.pk).exists()
    with pytest.raises(StepRefused):
        accept(page, editor, "", finding.pk + 1000)


def test_an_earlier_version_is_restored_as_a_new_one(page: Page, editor: User) -> None:
    story = page.articles.get(order=1)
    for text in ("公园昨天开放", "公园今天开放"):
        type_text(page, editor, f"a{story.pk}", text, part="headline")
        save(page, editor)
    versions = list(story.revisions.values_list("version", flat=True))
    args = {"story": f"a{story.pk}", "layer": f"version:{versions[0]}"}
    accept_layer(page, editor, "", args)
    save(page, editor)
    assert fresh(story.pk).headline == "公园昨天开放"
    assert story.revisions.count() == 3
    for layer in ("version:99", "weather"):
        with pytest.raises(StepRefused):
            accept_layer(page, editor, "", {**args, "layer": layer})


def test_a_version_is_restored_over_what_another_saved_since(
    page: Page, editor: User, other: User
) -> None:
    story = page.articles.get(order=1)
    name = f"a{story.pk}"
    type_text(page, editor, name, "公园昨天开放", part="headline")
    save(page, editor)
    began = story.revisions.latest("pk").version
    # What he undid is as he began with, and he sees what the other saves.
    type_text(page, editor, name, "秋色真好。", index=1)
    undo(page, editor, "")
    type_text(page, other, name, "公园今天开放", part="headline")
    save(page, other)
    assert on_desk(page, editor)[1] == "公园今天开放"
    accept_layer(page, editor, "", {"story": name, "layer": f"version:{began}"})
    assert on_desk(page, editor)[1] == "公园昨天开放"
    for turn, head in ((undo, "公园今天开放"), (redo, "公园昨天开放")):
        turn(page, editor, "")
        assert on_desk(page, editor)[1] == head
    save(page, editor)
    assert fresh(story.pk).headline == "公园昨天开放"


def test_steps_before_a_restored_version_are_still_merged_when_undone(
    page: Page, editor: User, other: User
) -> None:
    story = page.articles.get(order=1)
    name = f"a{story.pk}"
    type_text(page, editor, name, "公园昨天开放", part="headline")
    save(page, editor)
    began = story.revisions.latest("pk").version
    step(page, editor, "split_paragraph", story=name, index=0, at=2)
    step(page, editor, "join_paragraphs", story=name, index=0)
    type_text(page, other, name, "公园今天开放", part="headline")
    save(page, other)
    accept_layer(page, editor, "", {"story": name, "layer": f"version:{began}"})
    for _step in ("restore", "join"):
        undo(page, editor, "")
    save(page, editor)
    row = fresh(story.pk)
    assert (row.headline, row.body) == ("公园今天开放", "市民\n散步其间。\n秋色正好。")


def test_a_story_in_its_reviews_is_not_joined_away(editor: User) -> None:
    page = make_desk_page(3)
    first, second = page.articles.order_by("order")
    Article.objects.filter(pk=second.pk).update(status=Status.FIRST_REVIEW)
    with pytest.raises(StepRefused):
        step(page, editor, "join_stories", story=f"a{second.pk}", into=f"a{first.pk}")
    assert part_of(load(page, editor).desk.story(f"a{second.pk}"), "headline")


def test_a_character_of_the_source_stands_in_one_place_however_it_came(
    page: Page, editor: User
) -> None:
    """A newer reading may give a story what another one has by hand."""
    one, two = key(page, 0), key(page, 1)
    step(page, editor, "take_up", start=5, end=15, to=one, part="deck")
    save(page, editor)
    row = Provenance.objects.get()
    row.stories[two[1:]]["story"]["headline"] = [["海口县报", 0], ["全县掀起", 5]]
    row.rest["unassigned"] = [[["海口县报", 0]]]
    row.save()
    Article.objects.filter(pk=two[1:]).update(headline="海口县报全县掀起")
    desk = load(page, editor).desk
    assert desk.story(one).deck[0].start == 5
    assert [run.start for run in desk.story(two).headline] == [0, None]
    assert [run.start for run in desk.unassigned[0]] == [None]


def test_what_was_read_has_its_place_in_the_source(editor: User) -> None:
    import_page(JUNE)
    import_page(APRIL)
    for page in Page.objects.all():
        opened = load(page, editor).opened
        for story in opened.desk.stories:
            for _part, _index, text in parts_of(story):
                for run in text:
                    assert run.start is not None, run
                    assert opened.text[run.start : run.start + len(run.text)] == run.text
        assert {row.kind for row in pieces(opened.desk, opened.text)} <= {
            *("story", "furniture", "unassigned", "glue")
        }


def test_what_came_late_over_another_s_saving_is_asked_about(
    page: Page, editor: User, other: User
) -> None:
    story, base = key(page, 1), "市民散步其间。"
    type_text(page, editor, story, "游客散步其间。")
    save(page, editor)
    type_text(page, other, story, "学生散步其间。", base=base)
    type_text(page, other, story, "学生散步其间！", base="学生散步其间。")
    with pytest.raises(Clashes) as clashes:
        save(page, other)
    (clash,) = clashes.value.rows
    assert (clash.mine.paragraphs[0], clash.theirs.paragraphs[0]) == (
        "学生散步其间！",
        "游客散步其间。",
    )
    # What does not touch is merged at once.
    type_text(page, editor, story, "公园今起开放", part="headline", base="公园开放")
    save(page, editor)
    type_text(page, other, key(page, 0), "昨天，开工。", base="昨天，全县重点项目集中开工。")
    save(page, other, resolve={story: "mine"})
    assert texts(page)[1][1].startswith("学生散步其间！")


def test_only_the_last_steps_are_remembered(
    page: Page, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from workbench import copies

    monkeypatch.setattr(copies, "MOST_STEPS", 3)
    for place in (2, 1, 2, 1, 2):
        step(page, editor, "reorder", story=key(page, 0), place=place)
    assert load(page, editor).row.steps.count() == 3


def test_what_was_reread_in_the_same_words_needs_no_saving(page: Page, editor: User) -> None:
    story = key(page, 0)
    type_text(page, editor, story, "昨天，开工。")
    type_text(page, editor, story, "昨天，全县重点项目集中开工。")
    step(page, editor, "add_story")
    assert not save(page, editor)
    assert page.articles.count() == 2


def test_a_text_that_was_joined_meanwhile_is_found_in_the_whole(page: Page, editor: User) -> None:
    story, second = key(page, 1), "秋色正好。"
    step(page, editor, "join_paragraphs", story=story, index=0)
    type_text(page, editor, story, "秋色真好。", index=1, base=second)
    (whole,) = load(page, editor).desk.story(story).paragraphs
    assert words(whole) == "市民散步其间。秋色真好。"
    with pytest.raises(StepRefused):
        type_text(page, editor, story, "没有了。", index=1, base="从来没有。")
    type_text(page, editor, story, "又一段。", index=1, base="")
    assert len(load(page, editor).desk.story(story).paragraphs) == 2


def test_a_story_that_somebody_took_off_the_page_is_asked_about(
    page: Page, editor: User, other: User
) -> None:
    one, two = key(page, 0), key(page, 1)
    type_text(page, editor, two, "市民清晨散步其间。")
    step(page, other, "set_aside", story=two, reason="误读")
    save(page, other)
    assert on_desk(page, editor) == ["全县掀起项目建设热潮", "公园开放"]
    with pytest.raises(Clashes):
        save(page, editor)
    assert len(texts(page)) == 1
    save(page, editor, resolve={two: "theirs"})
    assert on_desk(page, editor) == ["全县掀起项目建设热潮"]
    type_text(page, editor, one, "昨天，开工。")
    step(page, other, "set_aside", story=one)
    save(page, other)
    save(page, editor, resolve={one: "mine"})
    assert texts(page)[0][1].startswith("昨天，开工。")


def test_another_s_setting_aside_is_not_undone_by_an_order(
    page: Page, editor: User, other: User
) -> None:
    one, two = key(page, 0), key(page, 1)
    step(page, editor, "reorder", story=two, place=1)
    step(page, other, "set_aside", story=one)
    save(page, other)
    save(page, editor)
    assert [head for head, _body in texts(page)] == ["公园开放"]
    step(page, editor, "add_story")
    type_text(page, editor, "n1", "新稿", part="headline")
    step(page, other, "take_back", story=one, place=2)
    save(page, other)
    assert on_desk(page, editor) == ["公园开放", "新稿", "全县掀起项目建设热潮"]
    save(page, editor)
    assert len(texts(page)) == 3


def a_row_of_stories(page: Page) -> dict[str, str]:
    """Return the keys of five stories by their headlines, A to E."""
    page.articles.all().delete()
    return {name: f"a{make_story(page, headline=name).pk}" for name in "ABCDE"}


@pytest.mark.parametrize("first_saves", [0, 1])
def test_two_people_who_move_different_stories_keep_both_places(
    page: Page, editor: User, other: User, first_saves: int
) -> None:
    rows = a_row_of_stories(page)
    step(page, editor, "reorder", story=rows["A"], place=5)
    step(page, other, "reorder", story=rows["D"], place=1)
    people = [editor, other]
    save(page, people[first_saves])
    assert on_desk(page, people[1 - first_saves]) == list("DBCEA")
    save(page, people[1 - first_saves])
    assert [head for head, _body in texts(page)] == list("DBCEA")


@pytest.mark.parametrize(("stands", "order"), [("mine", "CABDEN"), ("theirs", "ABDCEN")])
def test_two_people_who_move_the_same_story_are_asked(
    page: Page, editor: User, other: User, stands: str, order: str
) -> None:
    rows = a_row_of_stories(page)
    step(page, editor, "add_story")
    type_text(page, editor, "n1", "N", part="headline")
    step(page, editor, "reorder", story=rows["C"], place=1)
    step(page, other, "reorder", story=rows["C"], place=4)
    save(page, other)
    with pytest.raises(Clashes) as asked:
        save(page, editor)
    assert not asked.value.rows
    assert asked.value.order
    assert list(asked.value.order.mine) == list("CABDEN")
    assert list(asked.value.order.theirs) == list("ABDCE")
    assert on_desk(page, editor) == list("CABDEN")
    save(page, editor, resolve={"order": stands})
    assert [head for head, _body in texts(page)] == list(order)
    assert on_desk(page, editor) == on_desk(page, other) == list(order)


def test_a_story_that_left_for_another_page_is_not_made_twice(page: Page, editor: User) -> None:
    two = page.articles.get(order=1)
    type_text(page, editor, f"a{two.pk}", "市民清晨散步其间。")
    second = page.issue.pages.create(number=2)
    Article.objects.filter(pk=two.pk).update(page=second)
    with pytest.raises(EditRefused):
        save(page, editor)
    assert "公园开放" in on_desk(page, editor)
    step(page, editor, "set_aside", story=f"a{two.pk}")
    save(page, editor)
    assert Article.objects.count() == 2
