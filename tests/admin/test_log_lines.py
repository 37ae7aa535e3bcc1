"""Lines of Django's log, kept in no language."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.utils.translation import gettext_lazy, override

from audit import journal
from desk.log_names import name_of
from editorial.workflow import Action
from tests.make import make_story, make_user


@pytest.mark.django_db
def test_a_line_is_read_in_the_language_of_now() -> None:
    with override("zh-hans"):
        told = journal.with_reason(Action.RETURN.label, "核对")
        journal.write_sentence(make_user("editor"), [make_story()], CHANGE, told)
    line = LogEntry.objects.get()
    assert journal.read(line) == "return: 核对"
    with override("zh-hans"):
        assert journal.read(line) == "退回：核对"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Written long ago.", "Written long ago."),
        ('{"says": 1', '{"says": 1'),
        ('{"says"}', '{"says"}'),
        ('[{"changed": {"fields": ["Name"]}}]', "Changed Name."),
    ],
)
def test_what_others_wrote_is_read_as_it_is(text: str, read: str) -> None:
    assert journal.read(LogEntry(action_flag=CHANGE, change_message=text)) == read


def test_lists_and_numbers_stand_in_gaps() -> None:
    kept = journal.sentence("%(a)s, %(b)s", a=[gettext_lazy("return"), "x"], b=3)
    line = LogEntry(change_message=journal.line_of(kept))
    with override("zh-hans"):
        assert journal.read(line) == "退回、x, 3"


@pytest.mark.parametrize(
    ("kept", "english", "chinese"),
    [
        ("2025-04-30 page 1", "2025-04-30 page 1", "2025-04-30 第1版"),
        ("2025-04-30 第1版 要闻", "2025-04-30 page 1 要闻", "2025-04-30 第1版 要闻"),
        ("某标题", "某标题", "某标题"),
    ],
)
def test_a_page_is_named_in_the_language_of_now(kept: str, english: str, chinese: str) -> None:
    assert name_of(LogEntry(object_repr=kept)) == english
    with override("zh-hans"):
        assert name_of(LogEntry(object_repr=kept)) == chinese
