"""Random people do random things to a story; a plain model says what each of them may do.

The model knows nothing of the code: it is the rules as a person would tell them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from articles.editing import EditRefused, change_story
from articles.models import Article, Revision
from articles.reviews.claims import ClaimRefused, claim_stories, release_stories
from articles.roles import Role
from articles.workflow import Action, NotAllowed, move
from issues.models import Publication
from tests.make import make_member
from tests.reviews.cast import fresh, make_reviewed_story, wish

Status = Article.Status
ORDER = ("first-review", "second-review", "final-review")
CHAINS = {0: (), 1: ORDER[2:], 2: (ORDER[0], ORDER[2]), 3: ORDER}
REVIEWS = {"first": ORDER[:1], "second": ORDER[1:2], "final": ORDER[2:], "other": ORDER[:2],
           "chief": ORDER}  # fmt: skip
WRITERS = ("reporter", "editor", "publisher", "chief")
SUBMITTERS = ("reporter", "editor", "chief")
PUBLISHERS = ("publisher", "chief")
PEOPLE = ("reporter", "editor", "first", "second", "final", "other", "publisher", "auditor",
          "administrator", "chief")  # fmt: skip
ACTIONS = [action for action in Action if action != Action.UNSCHEDULE]


@dataclass
class Model:
    """The story as the rules see it."""

    reviews: int
    differ: bool
    status: str = "draft"
    text: str = "原题"
    last_editor: str = ""
    approvals: list[tuple[str, str, str]] = field(default_factory=list)
    once_public: bool = False
    withdrawn_text: str | None = None
    claim: str = ""

    @property
    def chain(self) -> tuple[str, ...]:
        return CHAINS[self.reviews]

    def after(self, who: str, action: Action) -> str | None:
        """Return where ``action`` of ``who`` leads, ``None`` when it is forbidden."""
        return getattr(self, f"after_{action.value.replace('-', '_')}")(who)  # type: ignore[no-any-return]

    def after_submit(self, who: str) -> str | None:
        if self.status == "draft" and who in SUBMITTERS and self.chain:
            return self.chain[0]
        return None

    def after_approve(self, who: str) -> str | None:
        if self.status not in ORDER or self.status not in REVIEWS.get(who, ()):
            return None
        if self.claim and self.claim != who:
            return None
        if self.differ and (who == self.last_editor or who in {row[1] for row in self.approvals}):
            return None
        later = [row for row in self.chain if ORDER.index(row) > ORDER.index(self.status)]
        return later[0] if later else "signed-off"

    def after_return(self, who: str) -> str | None:
        stage = "final-review" if self.status == "signed-off" else self.status
        return "draft" if stage in ORDER and stage in REVIEWS.get(who, ()) else None

    def after_publish(self, who: str) -> str | None:
        if who not in PUBLISHERS or self.status not in ("draft", "signed-off"):
            return None
        if not self.chain:
            return "published"
        return "published" if self.status == "signed-off" and self.carried() else None

    def carried(self) -> bool:
        """Whether every review that is asked for was of this very text, each by another."""
        asked = [row for row in self.approvals if row[0] in self.chain]
        people = [row[1] for row in asked]
        return (
            {row[0] for row in asked} == set(self.chain)
            and all(row[2] == self.text for row in asked)
            and (not self.differ or len(people) == len(set(people)))
        )

    def after_unpublish(self, who: str) -> str | None:
        return "draft" if self.status == "published" and who in PUBLISHERS else None

    def after_withdraw(self, who: str) -> str | None:
        return "withdrawn" if self.status == "published" and who in PUBLISHERS else None

    def after_restore(self, who: str) -> str | None:
        if self.status != "withdrawn" or who not in PUBLISHERS or not self.once_public:
            return None
        same = self.withdrawn_text == self.text
        return "published" if same or not self.chain else None

    def after_set_aside(self, who: str) -> str | None:
        return "withdrawn" if self.status == "draft" and who in WRITERS else None

    def after_take_up(self, who: str) -> str | None:
        return "draft" if self.status == "withdrawn" and who in WRITERS else None

    def do(self, who: str, action: Action, new: str) -> None:
        """Take the step."""
        if action == Action.APPROVE:
            self.approvals.append((self.status, who, self.text))
        if new == "draft":
            self.approvals = []
        if action in (Action.WITHDRAW, Action.SET_ASIDE):
            self.withdrawn_text = self.text if action == Action.WITHDRAW else None
        self.status, self.claim = new, ""
        self.once_public = self.once_public or new == "published"

    def edit(self, who: str, text: str) -> None:
        """Change the words; what was approved is void."""
        self.text, self.last_editor, self.approvals = text, who, []
        self.withdrawn_text = None
        if self.status in (*ORDER, "signed-off"):
            new = self.chain[0] if self.chain else "draft"
            if new != self.status:
                self.status, self.claim = new, ""


class ReviewMachine(RuleBasedStateMachine):
    """One story, ten people, one paper whose settings change under way."""

    steps = 0
    people: dict[str, User]
    story: Article
    model: Model

    def __init__(self) -> None:
        super().__init__()
        self._undo = transaction.atomic()
        self._undo.__enter__()

    def teardown(self) -> None:
        """Leave nothing behind."""
        transaction.set_rollback(True)
        self._undo.__exit__(None, None, None)

    @initialize(reviews=st.integers(0, 3), differ=st.booleans())
    def begin(self, reviews: int, differ: bool) -> None:
        """A draft in a paper."""
        roles = {
            "reporter": [Role.REPORTER], "editor": [Role.EDITOR], "first": [Role.FIRST_REVIEWER],
            "second": [Role.SECOND_REVIEWER], "final": [Role.FINAL_REVIEWER],
            "other": [Role.FIRST_REVIEWER, Role.SECOND_REVIEWER], "publisher": [Role.PUBLISHER],
            "auditor": [Role.AUDITOR], "administrator": [Role.ADMINISTRATOR], "chief": list(Role),
        }  # fmt: skip
        self.people = {name: make_member(name, *roles[name]) for name in PEOPLE}
        self.story = make_reviewed_story(reviews=reviews, reviewers_differ=differ)
        self.model = Model(reviews, differ, text=self.story.headline)

    @rule(who=st.sampled_from(PEOPLE), action=st.sampled_from(ACTIONS))
    def act(self, who: str, action: Action) -> None:
        """Somebody tries to move the story."""
        type(self).steps += 1
        wanted = self.model.after(who, action)
        try:
            got: str | None = move(
                fresh(self.story), action, by=self.people[who], reason="核实"
            ).status
        except NotAllowed:
            got = None
        assert got == wanted, (who, action, self.model)
        if wanted is not None:
            self.model.do(who, action, wanted)

    @rule(who=st.sampled_from(WRITERS), text=st.sampled_from(["甲", "乙", "丙"]))
    def edit(self, who: str, text: str) -> None:
        """Somebody changes the headline."""
        type(self).steps += 1
        story = fresh(self.story)
        try:
            changed = change_story(
                story, wish(story, headline=text), by=self.people[who], kind=Revision.Kind.EDIT,
                version=story.version,
            )  # fmt: skip
        except EditRefused:
            assert self.model.status == "published"
            return
        assert self.model.status != "published"
        assert changed == (text != self.model.text)
        if changed:
            self.model.edit(who, text)

    @rule(who=st.sampled_from(sorted(REVIEWS)))
    def claim(self, who: str) -> None:
        """A reviewer claims the story."""
        type(self).steps += 1
        if self.model.status not in REVIEWS[who]:
            return
        try:
            claim_stories([self.story], by=self.people[who])
        except ClaimRefused:
            assert self.model.claim not in ("", who)
        else:
            assert self.model.claim in ("", who)
            self.model.claim = who

    @rule(who=st.sampled_from(sorted(REVIEWS)))
    def release(self, who: str) -> None:
        """A reviewer lets go of it."""
        type(self).steps += 1
        assert release_stories([self.story], by=self.people[who]) == (self.model.claim == who)
        if self.model.claim == who:
            self.model.claim = ""

    @rule(reviews=st.integers(0, 3), differ=st.booleans())
    def change_the_rules(self, reviews: int, differ: bool) -> None:
        """The paper changes what it asks for."""
        type(self).steps += 1
        Publication.objects.filter(name="三审报").update(reviews=reviews, reviewers_differ=differ)
        self.model.reviews, self.model.differ = reviews, differ

    @invariant()
    def the_story_is_where_the_model_has_it(self) -> None:
        """Status, words and standing approvals are the model's."""
        if not hasattr(self, "model"):
            return
        story = fresh(self.story)
        assert (story.status, story.headline) == (self.model.status, self.model.text)
        given = story.approvals.filter(voiding=None).order_by("pk")
        assert [(row.stage, row.by.username, row.text["headline"]) for row in given] == (
            self.model.approvals
        )
