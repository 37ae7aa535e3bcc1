"""Does a story begin here? Yes splits, no joins; the answer is kept for the training."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from articles.models import Article
from findings.answers import DecisionRefused, decide
from findings.models import Beginning, Finding
from findings.page_check import check_page
from issues.models import Page
from proofing.hits import Found
from tests.admin.forms import fields_of, open_form
from tests.make import JUNE, import_page, make_member
from tests.workbench.hands import fresh, on_desk, save
from training.answered import load_answered
from training.examples import row_of
from workbench.begin_steps import asked_on, whether_begins
from workbench.copies import load, redo, say_whether_begins, undo
from workbench.spans import first_offset
from workbench.state import DeskPage, DeskStory, Run, words
from workbench.told import StepRefused

pytestmark = pytest.mark.django_db
OPEN, SETTLED = Finding.State.OPEN, Finding.State.SETTLED


@pytest.fixture
def page() -> Page:
    import_page(JUNE)
    return Page.objects.get()


def ask(page: Page, start: int, size: int = 6) -> Finding:
    """Return the question whether a story begins at an offset of the source."""
    return Finding.objects.create(
        page=page,
        code="story-begins",
        params={"text": page.sources.get().text[start : start + size]},
        span_start=start,
        span_end=start + size,
        fingerprint=str(start),
    )


def head_of(page: Page, by: User, order: int) -> int:
    """Return where a story of the page begins in the source."""
    row = load(page, by).desk.stories[order]
    return first_offset(row.kicker, row.headline) or 0


def text_of(page: Page, by: User, order: int, index: int) -> int:
    return first_offset(load(page, by).desk.stories[order].paragraphs[index]) or 0


def story(page: Page, order: int) -> Article:
    return fresh(page.articles.get(order=order).pk)


def state_of(finding: Finding) -> str:
    finding.refresh_from_db()
    return str(finding.state)


def labels() -> list[tuple[int, bool]]:
    return list(Beginning.objects.values_list("offset", "begins"))


def test_yes_splits_the_story_and_no_joins_it(page: Page, editor: User) -> None:
    before = on_desk(page, editor)
    asked = ask(page, text_of(page, editor, 0, 1))
    line = asked.params["text"]
    copy, told = say_whether_begins(page, editor, "", asked.pk, begins=True)
    assert len(copy.desk.stories) == len(before) + 1
    made = copy.desk.stories[1]
    assert (words(made.paragraphs[0])[:6], told.focus.story) == (line, made.key)
    assert (state_of(asked), labels()) == (SETTLED, [(asked.span_start, True)])
    assert (asked.decided_by, bool(asked.reason)) == (editor, True)
    # Taken back, nobody has said anything; done again, it is said again.
    undo(page, editor, "")
    assert (on_desk(page, editor), state_of(asked), labels()) == (before, OPEN, [])
    redo(page, editor, "")
    assert (state_of(asked), labels()) == (SETTLED, [(asked.span_start, True)])
    head = ask(page, head_of(page, editor, 2))
    copy, _told = say_whether_begins(page, editor, "", head.pk, begins=False)
    # What was split off has taken up the story behind it.
    assert len(copy.desk.stories) == len(before)
    taken_up = story(page, 1).paragraphs[-1]
    assert taken_up in [words(row) for row in copy.desk.stories[1].paragraphs]
    save(page, editor)
    assert page.articles.on_page().count() == len(before)
    assert {row.name for row in page.operations.all()} == {"split_story", "join_stories"}
    assert (state_of(asked), state_of(head)) == (SETTLED, SETTLED)
    assert sorted(labels()) == sorted([(asked.span_start, True), (head.span_start, False)])


def test_an_answer_that_changes_nothing_is_kept_all_the_same(page: Page, editor: User) -> None:
    before = on_desk(page, editor)
    asked = ask(page, head_of(page, editor, 1))
    copy, told = say_whether_begins(page, editor, "", asked.pk, begins=True)
    assert (told.name, copy.is_changed, on_desk(page, editor)) == ("begins", False, before)
    assert (state_of(asked), labels()) == (SETTLED, [(asked.span_start, True)])
    second = ask(page, text_of(page, editor, 0, -1))
    _copy, told = say_whether_begins(page, editor, "", second.pk, begins=False)
    assert (told.name, on_desk(page, editor)) == ("goes_on", before)
    # The check that follows does not ask again, and who opens it again takes the label back.
    check_page(page)
    decide(second, OPEN, by=editor)
    assert labels() == [(asked.span_start, True)]


def runs(text: str, start: int) -> tuple[Run, ...]:
    return (Run(text, start),)


def test_a_line_of_the_headline_takes_all_below_it_along() -> None:
    first = DeskStory(
        "a1",
        pk=1,
        headline=runs("全县掀起项目建设热潮", 0),
        deck=runs("公园开放", 11),
        dateline=runs("本报讯", 16),
        paragraphs=(runs("市民散步其间。", 20), runs("秋色正好。", 28)),
    )
    page, told = whether_begins(DeskPage((first,)), start=11, end=15, begins=True)
    above, made = page.stories
    assert (words(above.headline), above.paragraphs, above.pk) == ("全县掀起项目建设热潮", (), 1)
    assert (words(made.deck), words(made.dateline), len(made.paragraphs)) == (
        *("公园开放", "本报讯"),
        2,
    )
    assert (made.pk, told and told.keys) == (None, ("a1", made.key))
    # Where the text begins with its dateline, the headline stays alone.
    page, _told = whether_begins(DeskPage((first,)), start=16, end=27, begins=True)
    assert [words(row.headline) for row in page.stories] == ["全县掀起项目建设热潮", ""]
    assert words(page.stories[1].dateline) == "本报讯"


def test_what_cannot_be_answered_changes_nothing(page: Page, editor: User) -> None:
    asked, reporter = ask(page, head_of(page, editor, 1)), make_member("r", Role.REPORTER)
    with pytest.raises(StepRefused, match="permission"):
        say_whether_begins(page, reporter, "", asked.pk, begins=False)
    assert (state_of(asked), labels(), load(page, reporter).is_changed) == (OPEN, [], False)
    with pytest.raises(StepRefused, match="no longer on the page"):
        say_whether_begins(page, editor, "", asked.pk + 1, begins=True)
    decide(asked, SETTLED, by=editor)
    with pytest.raises(StepRefused, match="just answered"):
        say_whether_begins(page, editor, "", asked.pk, begins=True)
    nowhere = ask(page, page.sources.get().text.index("平阳发布"))
    with pytest.raises(StepRefused, match="in no story"):
        say_whether_begins(page, editor, "", nowhere.pk, begins=True)
    assert labels() == []


@pytest.mark.parametrize(("form", "leads"), [("desk", "?plain=1"), ("page", "desk/")])
def test_both_forms_offer_both_answers_at_a_key(
    page: Page, editor: User, client: Client, form: str, leads: str
) -> None:
    asked = ask(page, head_of(page, editor, 1))
    client.force_login(editor)
    addresses = {
        "desk": reverse("admin:desk", args=[page.pk]) + "?plain=1",
        "page": reverse("admin:issues_page_change", args=[page.pk]),
    }
    shown = client.get(addresses[form]).content.decode()
    assert 'accesskey="y"' in shown
    assert 'accesskey="n"' in shown
    do = json.dumps({"step": "goes_on", "args": {"finding": asked.pk}}, separators=(",", ":"))
    button = f"value='{do}'" if form == "desk" else f'name="_action" value="goes_on:{asked.pk}"'
    assert button in shown
    if form == "desk":
        answer = client.post(reverse("admin:desk_step", args=[page.pk]), {"do": do})
    else:
        sent = fields_of(shown) | {"_action": f"goes_on:{asked.pk}"}
        answer = client.post(addresses["page"], sent)
    assert (answer.status_code, leads in answer["Location"]) == (302, True)
    assert (state_of(asked), labels()) == (SETTLED, [(asked.span_start, False)])
    assert story(page, 1).headline not in on_desk(page, editor)


def test_an_answer_on_the_page_form_keeps_all_that_was_typed_there(
    page: Page, editor: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    span = (start := head_of(page, editor, 1), start + 6)
    # Any check of the page asks it again.
    doubt = Found("story-begins", {"text": "一行"}, span)
    monkeypatch.setattr("findings.masthead.check_doubts", lambda *_: [doubt])
    check_page(page)
    asked = Finding.objects.get(code="story-begins")
    other = Finding.objects.open().exclude(pk=asked.pk)[0]
    client.force_login(editor)
    address, first = reverse("admin:issues_page_change", args=[page.pk]), page.articles.all()[0]
    sent = open_form(client, address) | {"_action": f"goes_on:{asked.pk}"}
    sent |= {f"story-{first.pk}-deck": "新的副题", f"reason:{other.pk}": "与原报核对"}
    # What cannot be saved stands in the form still, and nothing is answered.
    broken = client.post(address, sent | {f"story-{first.pk}-place": ""})
    assert fields_of(broken.content.decode())[f"story-{first.pk}-deck"] == "新的副题"
    assert state_of(asked) == OPEN
    answer = client.post(address, sent)
    assert answer["Location"].startswith(reverse("admin:desk", args=[page.pk]))
    assert (fresh(first.pk).deck, state_of(asked)) == ("新的副题", SETTLED)
    shown = client.get(reverse("admin:desk", args=[page.pk]) + "?plain=1").content.decode()
    assert f'name="reason:{other.pk}" value="与原报核对"' in shown
    # Answered already, it leads back to the form and says so.
    again = client.post(address, open_form(client, address) | {"_action": f"goes_on:{asked.pk}"})
    assert again["Location"] == address


def test_a_question_that_goes_with_what_is_saved_is_said_to_be_gone(
    page: Page, editor: User, client: Client
) -> None:
    asked = ask(page, head_of(page, editor, 1))
    client.force_login(editor)
    address, first = reverse("admin:issues_page_change", args=[page.pk]), page.articles.all()[0]
    sent = open_form(client, address) | {"_action": f"goes_on:{asked.pk}"}
    # The check that follows asks no more.
    answer = client.post(address, sent | {f"story-{first.pk}-deck": "新的副题"}, follow=True)
    told = [str(message) for message in answer.context["messages"]]
    assert (fresh(first.pk).deck, state_of(asked)) == ("新的副题", Finding.State.GONE)
    assert any("is gone with what was saved" in line for line in told)
    assert not any("Somebody else" in line for line in told)
    with pytest.raises(DecisionRefused, match="is gone with what was saved"):
        decide(asked, Finding.State.IGNORED, by=editor, reason="无")


def test_a_question_is_read_once_to_be_answered(
    page: Page, editor: User, django_assert_num_queries: Any
) -> None:
    asked = ask(page, head_of(page, editor, 1))
    with django_assert_num_queries(1):
        assert asked_on(page, asked.pk) == asked


def test_the_answers_are_written_for_the_training(page: Page, editor: User, tmp_path: Path) -> None:
    goes_on, other = ask(page, head_of(page, editor, 1)), make_member("other", Role.EDITOR)
    say_whether_begins(page, editor, "", goes_on.pk, begins=False)
    path, out = tmp_path / "labels.jsonl", StringIO()
    call_command("export_labels", str(path), stdout=out)
    assert "1 answers about lines of 1 pages" in out.getvalue()
    (raw,) = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    assert raw["text"] == page.sources.get().text
    assert raw["answers"] == [[goes_on.span_start, False]]
    told = {start: (owner, role) for start, _end, owner, role, _unit in raw["lines"]}
    owner, role = told[head_of(page, other, 0)]
    assert role == "H"
    # It was not saved yet; what was said is on top.
    assert told[goes_on.span_start or 0] == (owner, "S")
    (example,) = load_answered(path)
    row = row_of(example)
    assert row is not None
    labelled = dict(zip([item.lines[0].start for item in row.page.items], row.labels, strict=True))
    assert labelled[goes_on.span_start or 0].startswith("S")
    assert sum(label == "H" for label in row.labels) == page.articles.count() - 1


def test_a_yes_that_nobody_saved_begins_a_story_in_the_file(
    page: Page, editor: User, tmp_path: Path
) -> None:
    asked = ask(page, text_of(page, editor, 0, -1))
    say_whether_begins(page, editor, "", asked.pk, begins=True)
    undone = Path(tmp_path / "labels.jsonl")
    call_command("export_labels", str(undone), verbosity=0)
    raw = json.loads(undone.read_text(encoding="utf-8"))
    owners = [owner for start, _end, owner, _role, _unit in raw["lines"] if owner >= 0]
    assert len(set(owners)) == page.articles.count() + 1


def test_a_file_that_cannot_be_written_or_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"nowhere.*cannot be written"):
        call_command("export_labels", str(tmp_path / "nowhere" / "labels.jsonl"))
    with pytest.raises(SystemExit, match=r"none\.jsonl: cannot be read"):
        list(load_answered(tmp_path / "none.jsonl"))
    path = tmp_path / "labels.jsonl"
    raw = {"paper": "报", "date": "2025-06-13", "page": 1, "sha256": "0", "text": "", "lines": []}
    for line in ("{", json.dumps(raw), "[]"):
        path.write_text(f"{line}\n", encoding="utf-8")
        with pytest.raises(SystemExit, match=r"labels\.jsonl, line 1: .*export_labels"):
            list(load_answered(path))
