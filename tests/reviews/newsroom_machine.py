"""The random newsroom: a story on its way, and what is done round it while readers look."""

from __future__ import annotations

import datetime as dt
import re
from urllib.parse import urlsplit

from django.test import Client
from django.urls import reverse
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from archive.verification import verify_audit
from editorial.editing import EditConflict, change_of
from editorial.new_places import PLACE, Placed
from editorial.previews import make_link, revoke, token_of
from editorial.proposals import approve, change_values, propose, refuse, take_back
from editorial.transitions import NotAllowed
from findings.answers import DecisionRefused, ignore
from findings.models import Finding
from issues.models import Issue, Page
from issues.page_names import NamedPlace
from reviews.models import Proposal
from reviews.seen import Seen
from tests.make import make_issue, make_page
from tests.reviews.cast import fresh
from tests.reviews.machine import TEXTS, ReviewMachine, anybody, text_of_a_story
from tests.reviews.model import (
    DECIDERS,
    DECIDERS_OF_PROPOSALS,
    PUBLISHERS,
    SHOWERS,
    WRITERS,
    Place,
    Proposed,
)

# Mostly those who may, or it would seldom be done.
proposer = st.sampled_from([*WRITERS, "auditor"])
decider = st.sampled_from([*DECIDERS_OF_PROPOSALS, "editor", "publisher", "first"])
mover = st.sampled_from([*PUBLISHERS, "editor", "auditor"])
PLACES: list[Place] = [(13, 1), (13, 2), (16, 1), (18, 1)]
CORRECTED, FOUND = "更正说明第{}号", "weekday"


def day(number: int) -> dt.date:
    return dt.date(2025, 6, number)


class NewsroomMachine(ReviewMachine):
    """Two pages of one paper; the story stands on one of them, and readers come by."""

    def prepare(self) -> None:
        self.reader = Client()
        self.original = self.model.text
        self.proposals: list[tuple[Proposal, Proposed]] = []
        paper = self.story.page.issue.publication
        other = make_page(make_issue("2025-06-20", publication=paper), 4)
        self.pages = {"one": self.story.page_id, "two": other.pk}

    def teardown(self) -> None:
        """The log tells of all that was done, its chain holds, and every row is as it tells."""
        try:
            assert not list(verify_audit())
        finally:
            super().teardown()

    @rule(who=proposer, text=text_of_a_story)
    def propose_it(self, who: str, text: str) -> None:
        """Somebody proposes a correction of the story as he has it on his screen."""
        self.count()
        story, known = self.opened.pop(who, (fresh(self.story), self.model.copy()))
        change = change_of(story).with_parts(headline=text)
        # What differs is asked of what readers see now: his screen is older, or it is the same.
        wanted = self.model.may_propose(who, text) and self.model.version == known.version
        self.model.proposed += 1
        notice = CORRECTED.format(self.model.proposed)
        try:
            made = propose(
                story,
                change,
                by=self.people[who],
                kind=Proposal.Kind.CORRECTION,
                reason="笔误",
                notice=notice,
                version=story.version,
            )
        except (NotAllowed, EditConflict):
            assert not wanted, (who, text, known, self.model)
        else:
            assert wanted, (who, text, known, self.model)
            self.proposals.append((made, Proposed(who, self.model.text, text, notice)))

    @rule(who=decider, which=st.integers(0, 3))
    def approve_a_proposal(self, who: str, which: int) -> None:
        """Somebody approves one of those that are open, however old it is."""
        self.count()
        if not self.proposals:
            return
        made, known = self.proposals[which % len(self.proposals)]
        wanted = self.model.may_approve(who, known)
        try:
            approve(made, by=self.people[who], seen=Seen.of_proposal(made))
        except NotAllowed:
            assert not wanted, (who, known, self.model)
        else:
            assert wanted, (who, known, self.model)
            self.model.apply(known)
            self.proposals.remove((made, known))

    @rule(who=decider, which=st.integers(0, 3))
    def end_a_proposal(self, who: str, which: int) -> None:
        """Somebody takes back what he proposed, or refuses what another did."""
        self.count()
        if not self.proposals:
            return
        made, known = self.proposals[which % len(self.proposals)]
        wanted = who == known.maker or who in DECIDERS_OF_PROPOSALS
        try:
            if who == known.maker:
                take_back(made, by=self.people[who])
            else:
                refuse(made, by=self.people[who], reason="不妥")
        except NotAllowed:
            assert not wanted, (who, known)
        else:
            assert wanted, (who, known)
            self.proposals.remove((made, known))

    def _relocate(self, who: str, row: Placed, to: NamedPlace, *, wanted: bool) -> bool:
        """Relocate what nobody sees; for what readers see, one who wrote nothing of it agrees."""
        self.count()
        others = [row for row in DECIDERS_OF_PROPOSALS if row not in self.model.authors | {who}]
        if self.model.is_public and not others:
            return False
        try:
            if made := change_values(row, {PLACE: to}, by=self.people[who], reason="错版"):
                assert self.model.is_public
                approve(made, by=self.people[others[0]], seen=Seen.of_proposal(made))
        except NotAllowed:
            assert not wanted, self.model
        else:
            assert wanted, self.model
        return wanted

    @rule(who=mover, place=st.sampled_from(PLACES))
    def relocate_its_page(self, who: str, place: Place) -> None:
        """Somebody finds that the page belongs elsewhere."""
        page = Page.objects.select_related("issue__publication").get(pk=self.pages[self.model.on])
        wanted = self.model.may_relocate_page(who, place)
        if self._relocate(who, page, NamedPlace(day(place[0]), str(place[1])), wanted=wanted):
            self.model.relocate_page(place)

    @rule(who=mover, to=st.sampled_from([13, 16, 18]))
    def relocate_its_issue(self, who: str, to: int) -> None:
        """Somebody finds that the whole day is wrong."""
        issue = Issue.objects.get(pages=self.pages[self.model.on])
        wanted = self.model.may_relocate_issue(who, to)
        if self._relocate(who, issue, NamedPlace(day(to)), wanted=wanted):
            self.model.relocate_issue(to)

    @rule(who=mover)
    def relocate_it_to_the_other_page(self, who: str) -> None:
        """Somebody finds that the story belongs on the other page."""
        place = self.model.places["two" if self.model.on == "one" else "one"]
        to, wanted = NamedPlace(day(place[0]), str(place[1])), self.model.may_relocate(who)
        if self._relocate(who, fresh(self.story), to, wanted=wanted):
            self.model.relocate_story(who)

    @rule()
    def a_question_comes_up(self) -> None:
        """A check finds something of the kind that holds a page."""
        self.count()
        if not self.model.blocked:
            Finding.objects.create(
                page_id=self.pages[self.model.on],
                code=FOUND,
                topic=FOUND,
                fingerprint=str(Finding.objects.count()),
            )
            self.model.blocked = True

    @rule(who=anybody)
    def answer_it(self, who: str) -> None:
        """Somebody overrules it, with a reason."""
        self.count()
        finding = Finding.objects.open().filter(code=FOUND).first()
        assert (finding is not None) == self.model.blocked
        if finding is None:
            return
        try:
            ignore(finding, by=self.people[who], reason="与原报一致")
        except DecisionRefused:
            assert who not in DECIDERS
        else:
            assert who in DECIDERS
            self.model.blocked = False

    @rule(who=anybody)
    def show_it_beforehand(self, who: str) -> None:
        """Somebody gives out a link, somebody looks, and the link is closed."""
        self.count()
        try:
            link = make_link(fresh(self.story), by=self.people[who], note="审读")
        except NotAllowed:
            assert who not in SHOWERS
            return
        assert who in SHOWERS
        address = reverse("preview", args=[token_of(link)])
        status, text = self._get(address)
        assert status == (404 if self.model.status in ("withdrawn", "set-aside") else 200)
        assert (self.model.text in text) == (status == 200)
        assert revoke(link, by=self.people[who])
        assert self._get(address)[0] == 410

    @rule()
    def a_reader_comes_by(self) -> None:
        """Readers find what is public at every address they had, and nothing else anywhere."""
        self.count()
        model, found = self.model, 200 if self.model.is_public else 410
        story = self.story.get_absolute_url()
        _status, text = self._get(story)
        own = reverse("page", args=[day(model.place[0]), model.place[1]])
        pages = {reverse("page", args=[day(date), number]) for date, number in model.addresses}
        days = {reverse("issue", args=[day(date)]) for date, _number in model.addresses}
        told = {name: self._get(reverse(name))[1] for name in ("feed", "corrections")}
        everywhere = [text, self._get("/")[1], self._sitemap(), *told.values()]
        for address in (*pages, *days):
            status, text = self._get(address)
            assert status == found, (address, model)
            everywhere.append(text)
        if model.is_public:
            assert all(model.text in row for row in (everywhere[0], everywhere[1], told["feed"]))
            assert model.text in self._get(own)[1]
            assert f"{story}</loc>" in everywhere[2]
            for notice in model.corrections:
                assert notice in told["corrections"]
            assert "撤稿说明" not in "".join(everywhere)
        else:
            for words in (self.original, *TEXTS, f"{story}</loc>", "更正说明"):
                assert not [row for row in everywhere if words in row], (words, model)
            assert all(model.notice in row for row in told.values())

    @invariant()
    def its_address_answers(self) -> None:
        """With the story, with the notice of its withdrawal, or not at all."""
        if not hasattr(self, "model"):
            return
        model = self.model
        status, text = self._get(self.story.get_absolute_url())
        assert status == (200 if model.is_public else 410 if model.once_public else 404), model
        assert (model.text in text) == model.is_public, model
        assert ("撤稿说明" in text) == bool(model.notice), model
        assert model.notice in text, model

    def _sitemap(self) -> str:
        """Return the index of the sitemap with all the parts that it names."""
        index = self._get("/sitemap.xml")[1]
        parts = [urlsplit(row) for row in re.findall(r"<loc>([^<]+\.xml[^<]*)</loc>", index)]
        return "\n".join([index, *(self._get(f"{row.path}?{row.query}")[1] for row in parts)])

    def _get(self, address: str) -> tuple[int, str]:
        """Return what a reader gets: an old address leads on in one step, never in a circle."""
        response = self.reader.get(address, follow=True, secure=True)
        assert len(response.redirect_chain) <= 1, response.redirect_chain
        return response.status_code, response.content.decode()
