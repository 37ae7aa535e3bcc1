"""Two names one character apart: evidence, what a person decides, and its way back."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from accounts.roles import Role
from articles.models import Article, Contributor, Correction, Revision
from articles.text import StoryText
from audit.models import AuditEntry
from audit.outcomes import Result
from editorial.namesakes import (
    VerdictRefused,
    evidence,
    judge,
    repair_slip,
    undo,
    variants_of,
)
from findings.models import Finding, Verdict
from findings.page_check import check_page, recheck
from reviews.models import Proposal
from tests.make import make_byline, make_issue, make_member, make_page, make_photo, make_story
from tests.proposing import agree

pytestmark = pytest.mark.django_db
Kind = Verdict.Kind
REPAIR, EDIT = Revision.Kind.REPAIR, Revision.Kind.EDIT
RIGHT, WRONG = "张蔚旻", "张蔚漫"


@pytest.fixture
def editor() -> User:
    return make_member("editor", Role.EDITOR)


def named(day: str, name: str, *, published: bool = False, credit: str = "") -> Article:
    """Return a story of a day with the name over it, and maybe under its photo."""
    story = make_story(make_page(make_issue(day)), published=published, body=f"记者{name}报道。")
    make_byline(story, name)
    make_byline(story, "曹文倩", "通讯员")
    if credit:
        make_photo(story, credit=credit)
    check_page(story.page)
    return story


def two() -> tuple[Contributor, Contributor]:
    return Contributor.objects.get(name=RIGHT), Contributor.objects.get(name=WRONG)


def names(story: Article) -> list[str]:
    text = StoryText.of(Article.objects.get(pk=story.pk))
    return [row.name for row in text.bylines] + [row.credit for row in text.photos]


def asked() -> int:
    return Finding.objects.open().filter(code="similar-contributor").count()


def test_the_evidence_shows_contexts_counts_dates_and_how_they_differ() -> None:
    named("2025-06-13", RIGHT)
    named("2025-06-16", RIGHT)
    named("2025-04-30", WRONG)
    known = evidence(*two())
    assert (known.person.stories, known.person.days, known.other.stories) == (2, 2, 1)
    assert f"{known.person.first} {known.person.last}" == "2025-06-13 2025-06-16"
    assert (known.place, known.alike, known.together, known.verdict) == (2, True, 0, None)
    (shown,) = known.other.shown
    assert (shown.roles, shown.beside) == ("记者", "曹文倩")
    assert WRONG in shown.context
    assert known.other.more == 0


@pytest.mark.parametrize("kind", [Kind.SAME, Kind.TWO])
def test_what_a_person_says_of_two_names_ends_the_question_until_it_is_undone(
    kind: Kind, editor: User
) -> None:
    stories = [named("2025-06-13", RIGHT), named("2025-04-30", WRONG)]
    assert asked() == 1
    person, other = two()
    verdict = judge(kind, person, other, by=editor, reason="本人来电")
    assert asked() == 0
    assert variants_of(other) == ({person.pk, other.pk} if kind == Kind.SAME else {other.pk})
    # The print is kept, and no later check asks again.
    assert [names(row)[0] for row in stories] == [RIGHT, WRONG]
    recheck(stories[0].page)
    assert asked() == 0
    undo(verdict, by=editor, reason="又查了一遍")
    assert asked() == 1
    assert variants_of(other) == {other.pk}
    assert [names(row)[0] for row in stories] == [RIGHT, WRONG]
    actions = AuditEntry.objects.filter(kind="findings.verdict").order_by("seq")
    assert [row.action for row in actions] == ["judge-names", "undo-names"]


def test_a_slip_is_repaired_in_all_chosen_stories_and_undone_exactly(editor: User) -> None:
    named("2025-06-13", RIGHT)
    draft = named("2025-04-30", WRONG, credit=WRONG)
    public = named("2025-04-28", WRONG, published=True)
    left = named("2025-04-25", WRONG)
    before = [names(row) for row in (draft, public, left)]
    verdict = judge(Kind.SLIP, *two(), by=editor, reason="应为旻")
    chosen = {draft.pk: draft.version, public.pk: public.version}
    report = repair_slip(verdict, chosen, by=editor, kind=EDIT, notice="更正记者姓名。")
    assert [row.result for row in report.outcomes] == [Result.DONE, Result.HELD]
    assert names(draft) == [RIGHT, "曹文倩", RIGHT]
    assert names(public) == before[1]
    agree()
    assert names(public)[0] == RIGHT
    assert Correction.objects.get().notice == "更正记者姓名。"
    again = repair_slip(verdict, chosen, by=editor, kind=EDIT, notice="更正")
    assert [row.result for row in again.outcomes] == [Result.ALREADY, Result.ALREADY]
    # Undone, each has the names that it had; what readers see waits for somebody else.
    undone = undo(verdict, by=editor, reason="是两人")
    assert [row.result for row in undone.outcomes] == [Result.DONE, Result.HELD]
    assert names(draft) == before[0]
    agree()
    assert [names(row) for row in (draft, public, left)] == before
    more = undo(verdict, by=editor, reason="再来一次")
    assert [row.result for row in more.outcomes] == [Result.ALREADY, Result.ALREADY]


def test_undoing_takes_back_a_proposal_and_leaves_what_was_changed_since(editor: User) -> None:
    named("2025-06-13", RIGHT)
    draft, public = named("2025-04-30", WRONG), named("2025-04-28", WRONG, published=True)
    verdict = judge(Kind.SLIP, *two(), by=editor, reason="应为旻")
    chosen = {draft.pk: 0, public.pk: 0}
    repair_slip(verdict, chosen, by=editor, kind=EDIT, notice="更正")
    draft.bylines.filter(order=0).update(contributor=Contributor.objects.get(name="曹文倩"))
    report = undo(verdict, by=editor, reason="错了")
    assert [row.result for row in report.outcomes] == [Result.REFUSED, Result.DONE]
    assert not Proposal.objects.filter(end=None).exists()
    assert names(public)[0] == WRONG


def test_what_cannot_be_repaired_is_told_and_the_rest_is_done(editor: User) -> None:
    named("2025-06-13", RIGHT)
    stale, public = named("2025-04-30", WRONG), named("2025-04-28", WRONG, published=True)
    gone, good = named("2025-04-25", WRONG), named("2025-04-23", WRONG)
    verdict = judge(Kind.SLIP, *two(), by=editor, reason="应为旻")
    gone.bylines.all().delete()
    chosen = {stale.pk: 7, public.pk: 0, gone.pk: 0, good.pk: 0, 0: 0}
    report = repair_slip(verdict, chosen, by=editor, kind=REPAIR)
    # Nothing was received for the public one, so that a repair cannot be held against it.
    results = [Result.REFUSED, Result.REFUSED, Result.ALREADY, Result.DONE]
    assert [row.result for row in report.outcomes] == results
    same = judge(Kind.TWO, *_others(), by=editor, reason="两人")
    refused = repair_slip(same, {stale.pk: 0}, by=editor, kind=REPAIR)
    assert refused.outcomes[0].result == Result.REFUSED


def _others() -> tuple[Contributor, Contributor]:
    paper = Contributor.objects.get(name=RIGHT).publication
    made = Contributor.objects.create(publication=paper, name="曹文青")
    return Contributor.objects.get(name="曹文倩"), made


def test_who_may_not_or_says_not_why_decides_nothing(editor: User) -> None:
    named("2025-06-13", RIGHT)
    named("2025-04-30", WRONG)
    person, other = two()
    reviewer = make_member("reviewer", Role.FIRST_REVIEWER)
    with pytest.raises(VerdictRefused):
        judge(Kind.TWO, person, other, by=reviewer, reason="x")
    with pytest.raises(VerdictRefused):
        judge(Kind.TWO, person, other, by=editor, reason=" ")
    with pytest.raises(VerdictRefused):
        judge(Kind.TWO, person, person, by=editor, reason="x")
    verdict = judge(Kind.TWO, person, other, by=editor, reason="两人")
    with pytest.raises(VerdictRefused):
        judge(Kind.SAME, other, person, by=editor, reason="x")
    with pytest.raises(VerdictRefused):
        undo(verdict, by=editor, reason="")
    with pytest.raises(VerdictRefused):
        undo(verdict, by=reviewer, reason="x")
    assert asked() == 0
