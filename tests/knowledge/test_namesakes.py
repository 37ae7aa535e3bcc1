"""Two names one character apart: evidence, what a person decides, and its way back."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from articles.models import Article, Contributor, Correction, Revision
from articles.text import StoryText
from audit.models import AuditEntry
from audit.outcomes import Result
from editorial.editing import change_story
from editorial.mending import Chosen, spots_of
from editorial.namesakes import (
    VerdictRefused,
    evidence,
    judge,
    name_of,
    repair_slip,
    slip_places,
    undo,
    variants_of,
)
from editorial.proposals import take_back
from findings.models import Finding, Verdict
from findings.page_check import check_page, recheck
from reviews.models import Proposal
from tests.make import make_byline, make_issue, make_member, make_page, make_photo, make_story
from tests.proposing import agree
from tests.wishes import wish

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


def places(
    *stories: Article, kind: Revision.Kind | None = None, version: int | None = None
) -> dict[int, Chosen]:
    """Choose every place of the wrong name in the stories, as they stood when they were shown."""
    keys = {
        row.pk: [spot.key for spot in spots_of(StoryText.of(row), WRONG, unlike=RIGHT)]
        for row in stories
    }
    return {
        row.pk: Chosen(row.version if version is None else version, frozenset(keys[row.pk]), kind)
        for row in stories
    }


def two() -> tuple[Contributor, Contributor]:
    return Contributor.objects.get(name=RIGHT), Contributor.objects.get(name=WRONG)


def names(story: Article) -> list[str]:
    text = StoryText.of(Article.objects.get(pk=story.pk))
    return [row.name for row in text.bylines] + [row.credit for row in text.photos]


def body(story: Article) -> str:
    return Article.objects.get(pk=story.pk).body


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


def test_a_persons_page_names_his_other_names(editor: User, client: Client) -> None:
    named("2025-06-13", RIGHT)
    named("2025-04-30", WRONG)
    person, other = two()
    client.force_login(editor)
    address = reverse("admin:articles_contributor_change", args=[person.pk])
    link = reverse("admin:articles_contributor_change", args=[other.pk])
    assert link not in client.get(address).content.decode()
    judge(Kind.SAME, person, other, by=editor, reason="本人来电")
    shown = client.get(address).content.decode()
    assert f'<a href="{link}">{other.name}</a>' in shown


def test_a_slip_is_repaired_in_all_chosen_stories_and_undone_exactly(editor: User) -> None:
    named("2025-06-13", RIGHT)
    draft = named("2025-04-30", WRONG, credit=WRONG)
    public = named("2025-04-28", WRONG, published=True)
    left = named("2025-04-25", WRONG)
    before = [names(row) for row in (draft, public, left)]
    verdict = judge(Kind.SLIP, *two(), by=editor, reason="应为旻")
    chosen = places(draft, public, kind=EDIT)
    bodies = [body(row) for row in (draft, public, left)]
    report = repair_slip(verdict, chosen, by=editor, notice="更正记者姓名。")
    assert [row.result for row in report.outcomes] == [Result.DONE, Result.HELD]
    assert names(draft) == [RIGHT, "曹文倩", RIGHT]
    assert body(draft) == f"记者{RIGHT}报道。"
    assert names(public) == before[1]
    agree()
    assert names(public)[0] == RIGHT
    assert Correction.objects.get().notice == "更正记者姓名。"
    assert body(public) == f"记者{RIGHT}报道。"
    again = repair_slip(verdict, chosen, by=editor, notice="更正")
    assert [row.result for row in again.outcomes] == [Result.ALREADY, Result.ALREADY]
    # Undone, each has the names that it had; what readers see waits for somebody else.
    undone = undo(verdict, by=editor, reason="是两人")
    assert [row.result for row in undone.outcomes] == [Result.DONE, Result.HELD]
    assert names(draft) == before[0]
    agree()
    assert [names(row) for row in (draft, public, left)] == before
    assert [body(row) for row in (draft, public, left)] == bodies
    more = undo(verdict, by=editor, reason="再来一次")
    assert [row.result for row in more.outcomes] == [Result.ALREADY, Result.ALREADY]


def test_undoing_takes_back_a_proposal_and_leaves_what_was_changed_since(editor: User) -> None:
    named("2025-06-13", RIGHT)
    draft, public = named("2025-04-30", WRONG), named("2025-04-28", WRONG, published=True)
    verdict = judge(Kind.SLIP, *two(), by=editor, reason="应为旻")
    repair_slip(verdict, places(draft, public, kind=EDIT), by=editor, notice="更正")
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
    chosen = places(public, gone, good, kind=REPAIR) | places(stale, version=7)
    chosen[0] = Chosen(0, frozenset())
    gone.bylines.all().delete()
    Article.objects.filter(pk=gone.pk).update(body="再没有这个名字。")
    report = repair_slip(verdict, chosen, by=editor)
    # Nothing was received for the public one, so that a repair cannot be held against it.
    results = [Result.REFUSED, Result.REFUSED, Result.ALREADY, Result.DONE]
    assert [row.result for row in report.outcomes] == results
    same = judge(Kind.TWO, *_others(), by=editor, reason="两人")
    refused = repair_slip(same, places(stale), by=editor)
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


OFFICE = "县委书记"
LEADER, SLIP = "周志远", "周志源"


def led(day: str, text: str, **fields: Any) -> Article:
    """Return a story of a day in whose text a leader is named."""
    story = make_story(make_page(make_issue(day)), body=text, **fields)
    check_page(story.page)
    return story


def slips() -> int:
    return Finding.objects.open().filter(code="name-slip").count()


def test_a_slip_in_running_text_is_repaired_in_every_place_and_undone_exactly(
    editor: User,
) -> None:
    text = f"{OFFICE}{LEADER}主持会议。\n{SLIP}强调，要抓落实。{SLIP}指出，要快。"
    asked_in = led("2025-06-13", text)
    other = led("2025-06-11", f"{SLIP}来到{SLIP}说的地方。", headline=f"{SLIP}调研")
    seen = led("2025-06-09", f"{SLIP}讲话。", published=True)
    led("2025-06-06", f"{OFFICE}{LEADER}讲话。")
    assert slips() == 1
    paper = asked_in.page.issue.publication_id
    verdict = judge(
        Kind.SLIP, name_of(paper, LEADER), name_of(paper, SLIP), by=editor, reason="应为远"
    )
    found = slip_places(verdict)
    assert [row.article for row in found.stories] == [seen, other, asked_in]
    assert [spot.key for spot in found.stories[1].spots] == [
        "headline.0.0",
        "paragraph.0.0",
        "paragraph.0.5",
    ]
    chosen = {
        row.article.pk: Chosen(row.article.version, frozenset(spot.key for spot in row.spots))
        for row in found.stories
    }
    # In one place another person is meant: it is left out.
    chosen[other.pk] = Chosen(other.version, chosen[other.pk].places - {"paragraph.0.5"})
    report = repair_slip(verdict, chosen, by=editor, notice="更正姓名。")
    assert [row.result for row in report.outcomes] == [Result.DONE, Result.DONE, Result.HELD]
    assert body(asked_in) == text.replace(SLIP, LEADER)
    assert body(other) == f"{LEADER}来到{SLIP}说的地方。"
    # What was left out is asked about in its turn.
    assert {row.page for row in Finding.objects.open().filter(code="name-slip")} == {other.page}
    agree()
    assert body(seen) == f"{LEADER}讲话。"
    # What was changed since, elsewhere in the story, stays when it is undone.
    later = Article.objects.get(pk=other.pk)
    change = wish(later, paragraphs=[f"今天，{LEADER}来到{SLIP}说的地方。"])
    change_story(later, change, by=editor, kind=EDIT, version=later.version)
    undone = undo(verdict, by=editor, reason="原文如此")
    assert [row.result for row in undone.outcomes] == [Result.DONE, Result.DONE, Result.HELD]
    agree()
    assert body(asked_in) == text
    assert body(other) == f"今天，{SLIP}来到{SLIP}说的地方。"
    assert Article.objects.get(pk=other.pk).headline == f"{SLIP}调研"
    assert body(seen) == f"{SLIP}讲话。"
    assert slips() == 1


def test_what_is_left_of_a_slip_is_repaired_later_and_all_of_it_undone(editor: User) -> None:
    text = f"{OFFICE}{LEADER}主持会议。{SLIP}强调，要抓落实。\n{SLIP}指出，要快。"
    story = led("2025-06-13", text)
    paper = story.page.issue.publication_id
    verdict = judge(
        Kind.SLIP, name_of(paper, LEADER), name_of(paper, SLIP), by=editor, reason="应为远"
    )
    first = {story.pk: Chosen(0, frozenset({"paragraph.0.12"}))}
    assert [row.result for row in repair_slip(verdict, first, by=editor).outcomes] == [Result.DONE]
    (left,) = slip_places(verdict).stories
    assert [spot.key for spot in left.spots] == ["paragraph.1.0"]
    # Sent twice, what is done already is not done again.
    again = repair_slip(verdict, first, by=editor)
    assert [row.result for row in again.outcomes] == [Result.REFUSED]
    rest = {story.pk: Chosen(left.article.version, frozenset({"paragraph.1.0"}))}
    assert [row.result for row in repair_slip(verdict, rest, by=editor).outcomes] == [Result.DONE]
    assert body(story) == text.replace(SLIP, LEADER)
    assert not slip_places(verdict).stories
    undone = undo(verdict, by=editor, reason="原文如此")
    assert [row.result for row in undone.outcomes] == [Result.DONE]
    assert body(story) == text


def repaired_one_by_one(editor: User, *, agreed: int) -> tuple[Article, Verdict]:
    """Return a public story whose three slips were proposed one after the other."""
    text = f"{SLIP}主持会议。\n{SLIP}强调，要抓落实。\n{SLIP}指出，要快。"
    story = led("2025-06-13", text, published=True)
    paper = story.page.issue.publication_id
    verdict = judge(
        Kind.SLIP, name_of(paper, LEADER), name_of(paper, SLIP), by=editor, reason="应为远"
    )
    for row in range(agreed + 1):
        version = Article.objects.get(pk=story.pk).version
        chosen = {story.pk: Chosen(version, frozenset({f"paragraph.{row}.0"}), EDIT)}
        repair_slip(verdict, chosen, by=editor, notice="更正姓名。")
        if row < agreed:
            agree()
    return story, verdict


def test_several_proposed_repairs_of_a_public_story_are_undone_in_one_step(editor: User) -> None:
    story, verdict = repaired_one_by_one(editor, agreed=2)
    assert body(story).count(LEADER) == 2
    assert Proposal.objects.filter(end=None).count() == 1
    # The one that waits is taken back; one proposal undoes the others.
    undone = undo(verdict, by=editor, reason="原文如此")
    assert [(row.result, row.message) for row in undone.outcomes] == [(Result.HELD, "")]
    assert Proposal.objects.filter(end=None).count() == 1
    again = undo(verdict, by=editor, reason="原文如此")
    assert [row.result for row in again.outcomes] == [Result.ALREADY]
    agree()
    assert (body(story).count(LEADER), body(story).count(SLIP)) == (0, 3)


def test_a_place_that_was_changed_since_keeps_no_other_from_being_undone(
    editor: User, client: Client
) -> None:
    story, verdict = repaired_one_by_one(editor, agreed=2)
    take_back(Proposal.objects.get(end=None), by=editor)
    body_now = body(story).replace(f"{LEADER}强调", "周志坚强调")
    Article.objects.filter(pk=story.pk).update(body=body_now)
    client.force_login(editor)
    act = reverse("admin:namesakes_act", args=[verdict.pk])
    told = client.post(act, {"act": "undo", "reason": "原文如此"}, follow=True).content.decode()
    assert "1 proposed" in told
    assert "were changed since" in told
    agree()
    assert body(story) == body_now.replace(LEADER, SLIP)


def test_what_is_proposed_is_not_offered_until_it_is_decided_on(editor: User) -> None:
    story = led("2025-06-13", f"{SLIP}讲话。", published=True)
    paper = story.page.issue.publication_id
    verdict = judge(
        Kind.SLIP, name_of(paper, LEADER), name_of(paper, SLIP), by=editor, reason="应为远"
    )
    chosen = {story.pk: Chosen(0, frozenset({"paragraph.0.0"}), EDIT)}
    repair_slip(verdict, chosen, by=editor, notice="更正姓名。")
    assert not slip_places(verdict).stories
    again = repair_slip(verdict, chosen, by=editor, notice="更正姓名。")
    assert [row.result for row in again.outcomes] == [Result.ALREADY]
    take_back(Proposal.objects.get(), by=editor)
    assert [row.article for row in slip_places(verdict).stories] == [story]
    repair_slip(verdict, chosen, by=editor, notice="更正姓名。")
    agree()
    assert body(story) == f"{LEADER}讲话。"
    assert not slip_places(verdict).stories


def test_a_name_that_lacks_a_character_is_not_found_inside_the_right_one(editor: User) -> None:
    story = led("2025-06-13", f"{OFFICE}{LEADER}主持。周志强调。{LEADER}又说，周志记下。")
    make_byline(story, "周志成")
    paper = story.page.issue.publication_id
    verdict = judge(
        Kind.SLIP, name_of(paper, LEADER), name_of(paper, "周志"), by=editor, reason="漏字"
    )
    (found,) = slip_places(verdict).stories
    # Nor in a name over the story, which is somebody else's.
    assert [spot.key for spot in found.spots] == ["paragraph.0.10", "paragraph.0.21"]
    places = frozenset(spot.key for spot in found.spots)
    repair_slip(verdict, {story.pk: Chosen(story.version, places)}, by=editor)
    assert body(story) == f"{OFFICE}{LEADER}主持。{LEADER}强调。{LEADER}又说，{LEADER}记下。"
    undo(verdict, by=editor, reason="试一试")
    assert body(story) == f"{OFFICE}{LEADER}主持。周志强调。{LEADER}又说，周志记下。"


def test_two_people_in_running_text_are_not_asked_about_again(editor: User) -> None:
    story = led("2025-06-13", f"{OFFICE}{LEADER}主持会议。\n{SLIP}强调，要抓落实。")
    assert slips() == 1
    paper = story.page.issue.publication_id
    verdict = judge(
        Kind.TWO, name_of(paper, LEADER), name_of(paper, SLIP), by=editor, reason="两人"
    )
    assert slips() == 0
    check_page(story.page)
    assert slips() == 0
    undo(verdict, by=editor, reason="又查了一遍")
    assert slips() == 1
