"""Which reviews a paper asks for, in which order, and which permission each needs."""

from __future__ import annotations

from articles.models import Article
from reviews.models import Stage
from reviews.review_rules import Rules

Status = Article.Status
# By the number of reviews. Fewer reviews keep the final one: somebody always answers for all.
CHAINS: dict[int, tuple[Stage, ...]] = {
    0: (),
    1: (Stage.FINAL,),
    2: (Stage.FIRST, Stage.FINAL),
    3: (Stage.FIRST, Stage.SECOND, Stage.FINAL),
}
PERMISSIONS: dict[Stage, str] = {
    Stage.FIRST: "articles.review_first",
    Stage.SECOND: "articles.review_second",
    Stage.FINAL: "articles.review_final",
}
IN_REVIEW = frozenset(Status(stage.value) for stage in Stage)


def chain_of(rules: Rules) -> tuple[Stage, ...]:
    """Return the reviews that the rules ask for, in order."""
    return CHAINS[min(rules.reviews, 3)]


def first_state(rules: Rules) -> Status:
    """Return where a story waits first; a paper without reviews keeps it as a draft."""
    chain = chain_of(rules)
    return Status(chain[0].value) if chain else Status.DRAFT


def next_state(rules: Rules, stage: Stage) -> Status:
    """Return where an approved story goes, also when the paper has changed its chain meanwhile."""
    order = list(Stage)
    later = [row for row in chain_of(rules) if order.index(row) > order.index(stage)]
    return Status(later[0].value) if later else Status.SIGNED_OFF


def is_last(rules: Rules, stage: Stage) -> bool:
    """Whether approving at ``stage`` signs the story off."""
    return next_state(rules, stage) == Status.SIGNED_OFF
