"""Random people do random things to a story; a plain model says what each of them may do.

Here a story goes its way to the readers; ``newsroom_machine`` adds what happens round it.
"""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from accounts.roles import OFFICES, Role
from articles.models import Article, Revision
from audit.outcomes import Result
from editorial.editing import EditConflict, EditRefused, change_of, change_story
from editorial.selections import publish, unschedule
from editorial.withdrawals import restore, withdraw
from editorial.workflow import Action, NotAllowed, change_state
from issues.models import Publication
from reviews.claims import ClaimRefused, claim_stories, release_stories
from tests.make import make_member
from tests.reviews.cast import fresh, make_reviewed_story
from tests.reviews.model import PEOPLE, PUBLISHERS, REVIEWS, WRITERS, Model

LATER = dt.datetime(2099, 6, 16, 6, tzinfo=dt.UTC)
TEXTS = ["甲题见报", "乙题见报", "丙题见报"]
ROLES = {
    "reporter": [Role.REPORTER],
    "editor": [Role.EDITOR],
    "first": [Role.FIRST_REVIEWER],
    "second": [Role.SECOND_REVIEWER],
    "final": [Role.FINAL_REVIEWER],
    "other": [Role.FIRST_REVIEWER, Role.SECOND_REVIEWER],
    "publisher": [Role.PUBLISHER],
    "auditor": [Role.AUDITOR],
    "administrator": [Role.ADMINISTRATOR],
    "chief": [role for role in Role if role not in OFFICES],
}
# What the one who acts must have read: these are refused on a text that was changed since.
READ = {Action.APPROVE, Action.PUBLISH, Action.WITHDRAW, Action.RESTORE}
anybody = st.sampled_from(PEOPLE)
writer = st.sampled_from(WRITERS)
text_of_a_story = st.sampled_from(TEXTS)


def deed(story: Article, action: Action, by: User, notice: str) -> str | None:
    """Do ``action`` as the admin does and return the state it led to, ``None`` for a refusal."""
    try:
        if action == Action.WITHDRAW:
            return withdraw(story, by=by, reason="核实", notice=notice).status
        if action == Action.RESTORE:
            return restore(story, by=by, reason="核实").status
        if action == Action.UNSCHEDULE:
            done = unschedule([story], by=by).of(Result.DONE)
            return Article.objects.get(pk=story.pk).status if done else None
        return change_state(story, action, by=by, reason="核实").status
    except NotAllowed:
        return None


class ReviewMachine(RuleBasedStateMachine):
    """One story, ten people, one paper whose settings change under way."""

    steps = 0
    people: dict[str, User]
    story: Article
    model: Model
    # What each has open on his screen: the story as it was, and what the model knew then.
    opened: dict[str, tuple[Article, Model]]

    def __init__(self) -> None:
        super().__init__()
        self._undo = transaction.atomic()
        self._undo.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self._undo.__exit__(None, None, None)

    def count(self) -> None:
        ReviewMachine.steps += 1

    @initialize(reviews=st.integers(0, 3), differ=st.booleans(), ahead=st.integers(0, 2))
    def begin(self, reviews: int, differ: bool, ahead: int) -> None:
        """A draft in a paper, a story that is signed off, or one that readers have."""
        self.people = {name: make_member(name, *ROLES[name]) for name in PEOPLE}
        self.story = make_reviewed_story(reviews=reviews, reviewers_differ=differ)
        self.model = Model(reviews, differ, text=self.story.headline)
        self.opened = {}
        self.prepare()
        way = ["submit", *["approve"] * reviews] if reviews and ahead else []
        for action in [*way, "publish"] if ahead == 2 else way:
            able = [who for who in PEOPLE if self.model.after(who, action)]
            self._do(able[0], Action(action))

    def prepare(self) -> None:
        """Add what else there is to a newsroom."""

    @rule(who=anybody, action=st.sampled_from(Action))
    def act(self, who: str, action: Action) -> None:
        """Somebody tries to take the story to another state."""
        self._do(who, action)

    @rule(data=st.data())
    def take_the_next_step(self, data: st.DataObject) -> None:
        """Somebody with the role does what comes next: by chance alone a story seldom gets far."""
        for _step in range(data.draw(st.integers(1, 4))):
            steps = self.model.next_steps()
            action = data.draw(st.sampled_from(sorted(steps)))
            self._do(data.draw(st.sampled_from(steps[action])), Action(action))

    def _do(self, who: str, action: Action) -> None:
        self.count()
        wanted, notice = self.model.after(who, action.value), self.model.next_notice()
        got = deed(fresh(self.story), action, self.people[who], notice)
        assert got == wanted, (who, action, self.model)
        if wanted is not None:
            self.model.do(who, action.value, wanted)

    @rule(who=st.sampled_from([*PUBLISHERS, "editor", "final"]))
    def schedule(self, who: str) -> None:
        """Somebody wants it public from a time to come."""
        self.count()
        wanted = None if self.model.once_public else self.model.after_publish(who)
        (row,) = publish([fresh(self.story)], by=self.people[who], at=LATER).outcomes
        already = self.model.status == "published"
        result = Result.DONE if wanted else Result.ALREADY if already else Result.REFUSED
        assert row.result == result, (who, row, self.model)
        if wanted:
            self.model.do(who, "publish", wanted, later=True)

    @rule()
    def the_time_comes(self) -> None:
        """What waited for it is public, without anybody doing anything."""
        self.count()
        if self.model.waits:
            Article.objects.filter(pk=self.story.pk).update(published_at=timezone.now())
            self.model.show()

    @rule(who=anybody)
    def open_it(self, who: str) -> None:
        self.count()
        self.opened[who] = fresh(self.story), self.model.copy()

    @rule(who=writer, text=text_of_a_story, kind=st.sampled_from(Revision.Kind))
    def save(self, who: str, text: str, kind: Revision.Kind) -> None:
        """Somebody saves the headline over what he has open."""
        self.count()
        story, known = self.opened.pop(who, (None, None))
        if story is None or known is None:
            story, known = fresh(self.story), self.model.copy()
        change = change_of(story).with_parts(headline=text)
        try:
            done = change_story(
                story, change, by=self.people[who], kind=kind, version=story.version
            )
        except EditRefused:
            assert not (known.may_write(who, kind) and self.model.may_write(who, kind))
        except EditConflict:
            # What the other wrote stays: the invariant looks at the words.
            assert self.model.is_newer_than(known)
        else:
            assert known.may_write(who, kind)
            assert done == (text != known.text)
            if done:
                assert not self.model.is_newer_than(known)
                self.model.write(who, text)

    @rule(who=anybody, action=st.sampled_from(sorted(READ)))
    def act_on_what_was_read(self, who: str, action: Action) -> None:
        """Somebody takes the story on as he has it on his screen."""
        self.count()
        story, known = self.opened.pop(who, (None, None))
        if story is None or known is None or not self.model.is_like(known):
            return
        wanted = self.model.after(who, action.value)
        if self.model.is_newer_than(known):
            wanted = None
        got = deed(story, action, self.people[who], self.model.next_notice())
        assert got == wanted, (who, action, known, self.model)
        if wanted is not None:
            self.model.do(who, action.value, wanted)

    @rule(who=st.sampled_from(sorted(REVIEWS)))
    def claim(self, who: str) -> None:
        self.count()
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
        self.count()
        assert release_stories([self.story], by=self.people[who]) == (self.model.claim == who)
        if self.model.claim == who:
            self.model.claim = ""

    @rule(reviews=st.integers(0, 3), differ=st.booleans())
    def change_the_rules(self, reviews: int, differ: bool) -> None:
        self.count()
        Publication.objects.filter(name="三审报").update(reviews=reviews, reviewers_differ=differ)
        self.model.reviews, self.model.differ = reviews, differ

    @invariant()
    def the_story_is_where_the_model_has_it(self) -> None:
        """Status, words, time and standing approvals are the model's."""
        if not hasattr(self, "model"):
            return
        story = fresh(self.story)
        assert (story.status, story.headline) == (self.model.status, self.model.text)
        assert story.is_published == self.model.is_public
        given = story.approvals.filter(voiding=None).order_by("pk")
        assert [(row.stage, row.by.username, row.text["headline"]) for row in given] == (
            self.model.approvals
        )
