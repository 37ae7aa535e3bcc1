"""The rules as a person would tell them. They know nothing of the code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

ORDER = ("first-review", "second-review", "final-review")
CHAINS = {0: (), 1: ORDER[2:], 2: (ORDER[0], ORDER[2]), 3: ORDER}
REVIEWS = {
    "first": ORDER[:1],
    "second": ORDER[1:2],
    "final": ORDER[2:],
    "other": ORDER[:2],
    "chief": ORDER,
}
WRITERS = ("reporter", "editor", "publisher", "chief")
SUBMITTERS = ("reporter", "editor", "chief")
PUBLISHERS = ("publisher", "chief")
RELOCATORS = ("editor", "publisher", "chief")
# Who answers findings, and who gives out links.
DECIDERS = ("editor", "first", "second", "final", "other", "chief")
SHOWERS = ("editor", "publisher", "chief")
PEOPLE = (
    "reporter",
    "editor",
    "first",
    "second",
    "final",
    "other",
    "publisher",
    "auditor",
    "administrator",
    "chief",
)
Place = tuple[int, int]


@dataclass
class Model:
    """The story as the rules see it."""

    reviews: int
    differ: bool
    status: str = "draft"
    text: str = "原题"
    version: int = 0
    last_editor: str = ""
    approvals: list[tuple[str, str, str]] = field(default_factory=list)
    waits: bool = False
    unreviewed: bool = False
    once_public: bool = False
    withdrawn_text: str | None = None
    withdrawals: int = 0
    notice: str = ""
    claim: str = ""
    blocked: bool = False
    corrections: int = 0
    # Where the two pages are, on which of them the story is, and where readers have seen it.
    places: dict[str, Place] = field(default_factory=lambda: {"one": (13, 1), "two": (20, 4)})
    on: str = "one"
    days: set[int] = field(default_factory=lambda: {13, 20})
    addresses: set[Place] = field(default_factory=set)

    @property
    def chain(self) -> tuple[str, ...]:
        return CHAINS[self.reviews]

    @property
    def place(self) -> Place:
        return self.places[self.on]

    @property
    def is_public(self) -> bool:
        """Whether a reader may see it now."""
        return self.status == "published" and not self.waits

    def copy(self) -> Model:
        """Return what is known now, for who keeps it on his screen."""
        return replace(self)

    def is_newer_than(self, known: Model) -> bool:
        """Whether somebody changed the story or its state since."""
        return (self.version, self.status) != (known.version, known.status)

    def is_like(self, known: Model) -> bool:
        """Whether the paper's rules and the readers are where they were."""
        return (self.reviews, self.waits, self.once_public) == (
            known.reviews,
            known.waits,
            known.once_public,
        )

    def next_notice(self) -> str:
        """Return what readers are told if it is withdrawn now."""
        return f"撤稿说明第{self.withdrawals + 1}号"

    def after(self, who: str, action: str) -> str | None:
        """Return where ``action`` of ``who`` leads, ``None`` when it is forbidden."""
        return getattr(self, f"after_{action.replace('-', '_')}")(who)  # type: ignore[no-any-return]

    def next_steps(self) -> dict[str, Sequence[str]]:
        """Return what fits the state, and who has the role for it: the finer rules decide."""
        if self.status == "draft":
            return {
                "submit": SUBMITTERS,
                "publish": PUBLISHERS,
                "set-aside": WRITERS,
                "withdraw": PUBLISHERS,
            }
        if self.status == "withdrawn":
            return {"restore": PUBLISHERS, "take-up": WRITERS}
        if self.status == "set-aside":
            return {"take-up": WRITERS}
        if self.status == "published":
            return dict.fromkeys(("unschedule", "unpublish", "withdraw"), PUBLISHERS)
        if self.status == "signed-off":
            return {"publish": PUBLISHERS, "return": ("final", "chief")}
        reviewers = [who for who, stages in REVIEWS.items() if self.status in stages]
        return {"approve": reviewers, "return": reviewers}

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
        if not later:
            return None if self.blocked else "signed-off"
        return later[0]

    def after_return(self, who: str) -> str | None:
        stage = "final-review" if self.status == "signed-off" else self.status
        return "draft" if stage in ORDER and stage in REVIEWS.get(who, ()) else None

    def after_publish(self, who: str) -> str | None:
        if who not in PUBLISHERS or self.status not in ("draft", "signed-off"):
            return None
        if not self.chain:
            return "published"
        held = self.blocked or self.status == "draft" or not self.carried()
        return None if held else "published"

    def carried(self) -> bool:
        """Whether every review that is asked for was of this very text, each by another."""
        asked = [row for row in self.approvals if row[0] in self.chain]
        people = [row[1] for row in asked]
        return (
            {row[0] for row in asked} == set(self.chain)
            and all(row[2] == self.text for row in asked)
            and (not self.differ or len(people) == len(set(people)))
        )

    def after_unschedule(self, who: str) -> str | None:
        if self.status != "published" or not self.waits or who not in PUBLISHERS:
            return None
        return "draft" if self.unreviewed else "signed-off"

    def after_unpublish(self, who: str) -> str | None:
        return "draft" if self.status == "published" and who in PUBLISHERS else None

    def after_withdraw(self, who: str) -> str | None:
        had = self.is_public or (self.status == "draft" and self.once_public)
        return "withdrawn" if had and who in PUBLISHERS else None

    def after_restore(self, who: str) -> str | None:
        if self.status != "withdrawn" or who not in PUBLISHERS:
            return None
        same = self.withdrawn_text == self.text
        return "published" if same or not self.chain else None

    def after_set_aside(self, who: str) -> str | None:
        never_public = self.status == "draft" and not self.once_public
        return "set-aside" if never_public and who in WRITERS else None

    def after_take_up(self, who: str) -> str | None:
        off_page = self.status in ("withdrawn", "set-aside")
        return "draft" if off_page and who in WRITERS else None

    def do(self, who: str, action: str, new: str, *, later: bool = False) -> None:
        """Take the step; ``later``: readers see it from a time to come."""
        if action == "approve":
            self.approvals.append((self.status, who, self.text))
        if new == "draft":
            self.approvals = []
        if action == "withdraw":
            self.withdrawn_text = self.text if self.is_public else None
        if action in ("set-aside", "take-up"):
            self.blocked = False
        if action == "publish":
            self.unreviewed = self.status == "draft"
        if action == "withdraw":
            self.notice = self.next_notice()
            self.withdrawals += 1
        self.status, self.claim, self.waits = new, "", later
        if self.is_public:
            self.show()

    def show(self) -> None:
        """A reader may see it from now on, at the address of its page."""
        self.waits, self.once_public, self.notice = False, True, ""
        self.addresses.add(self.place)

    def may_write(self, who: str, kind: str) -> bool:
        """Whether ``who`` may change the words as a repair or an edit, without telling readers."""
        if self.status != "published":
            return True
        return who in PUBLISHERS and (self.waits or kind == "repair")

    def may_correct(self, who: str, text: str) -> bool:
        """Whether ``who`` may correct the story before its readers."""
        return who in PUBLISHERS and self.is_public and text != self.text

    def write(self, who: str, text: str) -> None:
        """Change the words; what was approved is void."""
        self.text, self.last_editor, self.approvals = text, who, []
        self.version, self.withdrawn_text, self.blocked = self.version + 1, None, False
        on_its_way = self.status in (*ORDER, "signed-off") or (self.waits and self.chain)
        new = self.chain[0] if self.chain else "draft"
        if on_its_way and new != self.status:
            self.status, self.claim, self.waits = new, "", False

    def may_relocate(self, who: str) -> bool:
        """Whether ``who`` may relocate the page it stands on, or the story to another."""
        public = self.once_public or self.status == "published"
        return who in (PUBLISHERS if public else RELOCATORS)

    def may_relocate_page(self, who: str, place: Place) -> bool:
        """Whether the page can go there: nowhere where it is, or another is."""
        return self.may_relocate(who) and place not in self.places.values()

    def may_relocate_issue(self, who: str, day: int) -> bool:
        """Whether the issue can go there: to no day that has one."""
        return self.may_relocate(who) and day not in self.days

    def relocate_page(self, place: Place) -> None:
        """Its page stands there now; it was checked again."""
        self.places = self.places | {self.on: place}
        self.days = self.days | {place[0]}
        self.arrive()

    def relocate_issue(self, day: int) -> None:
        old = self.place[0]
        self.places = {
            name: (day if place[0] == old else place[0], place[1])
            for name, place in self.places.items()
        }
        self.days = self.days - {old} | {day}
        self.arrive()

    def relocate_story(self, who: str) -> None:
        """It stands on the other page; who put it there counts as its last editor."""
        self.on = "two" if self.on == "one" else "one"
        self.version, self.last_editor = self.version + 1, who
        self.arrive()

    def arrive(self) -> None:
        self.blocked = False
        if self.is_public:
            self.addresses.add(self.place)
