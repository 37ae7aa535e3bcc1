"""Two people on the same stories, in every order of opening, typing and saving that there is."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from accounts.roles import Role
from articles.models import Article
from findings.models import Finding
from issues.models import Page
from tests.choice import by_length
from tests.make import make_issue, make_member, make_page, make_story
from tests.workbench.hands import key, texts
from tests.workbench.test_windows import Window
from workbench.copies import load
from workbench.state import part_of, words

pytestmark = [pytest.mark.django_db, pytest.mark.long]
BEGAN = ("全县掀起项目建设热潮", "昨天，全县重点项目集中开工。", "项目负责人介绍了情况。")
# Opening, typing, saving; the whole way each types twice, so that the other comes between.
TURNS = by_length("ots", "otts")
Change = Callable[[str], str]


@dataclass(frozen=True)
class Deed:
    """What one person does with one text of a story, at each of his turns of typing."""

    part: str
    index: int
    changes: tuple[Change, Change]

    @property
    def line(self) -> int:
        """Where the text stands among the lines of a story."""
        return 0 if self.part == "headline" else self.index + 1

    def done(self, text: str) -> str:
        """Return a text as he alone would leave it."""
        for change in self.changes[: TURNS.count("t")]:
            text = change(text)
        return text

    def apart(self, text: str) -> str:
        """Return a text with what he does there that does not touch what the other does."""
        return self.changes[1](text) if TURNS.count("t") > 1 else text


def swap(*pairs: str) -> tuple[Change, Change]:
    """Put other words for old ones, two pairs after each other."""
    first, second = (tuple(pair.split("→")) for pair in pairs)
    return (lambda text: text.replace(*first)), (lambda text: text.replace(*second))


def rewrite(whole: str, more: str) -> tuple[Change, Change]:
    return (lambda _text: whole), (lambda text: text + more)


# Each row is a story: what the one does there, what the other does, and what the second of them
# answers when he is asked; of what does not touch nobody is asked.
APART = (
    (
        Deed("paragraphs", 0, swap("昨天→前天", "开工→动工")),
        Deed("paragraphs", 1, swap("项目→工程", "情况→进展")),
    ),
    (
        Deed("paragraphs", 0, swap("昨天→前天", "前天→前天上午")),
        Deed("paragraphs", 0, swap("开工→动工", "动工→动工建设")),
    ),
    (
        Deed("headline", 0, swap("掀起→再掀", "热潮→高潮")),
        Deed("paragraphs", 1, swap("项目→工程", "情况→进展")),
    ),
)
TOUCHING = (
    (
        Deed("paragraphs", 0, swap("昨天→前天", "全县→我县")),
        Deed("paragraphs", 0, swap("昨天→今天", "开工→动工")),
    ),
    (Deed("headline", 0, rewrite("甲题", "一")), Deed("headline", 0, rewrite("乙题", "二"))),
)
ANSWERS = by_length(("mine",), ("mine", "theirs")), by_length(("theirs",), ("mine", "theirs"))
ROWS = (
    *((pair, "") for pair in APART),
    *((pair, one) for pair, row in zip(TOUCHING, ANSWERS, strict=True) for one in row),
)


class Person:
    """One of the two: his window, what it shows of each text that he changes, what he was asked."""

    def __init__(self, page: Page, client: Client, place: int) -> None:
        self.window, self.place = Window(page, client), place
        self.turns = {"o": self.open, "t": self.type, "s": self.save}
        self.asked: set[str] = set()
        self.typed = 0

    def open(self) -> None:
        stories = self.window.open().context["desk"].state.stories
        self.deeds = {
            story.key: pair[self.place] for story, (pair, _a) in zip(stories, ROWS, strict=True)
        }
        self.shown = {
            story.key: words(part_of(story, deed.part, deed.index))
            for story, deed in zip(stories, self.deeds.values(), strict=True)
        }

    def type(self) -> None:
        changes = []
        for story, deed in self.deeds.items():
            base, where = self.shown[story], {"part": deed.part, "index": deed.index}
            self.shown[story] = deed.changes[self.typed](base)
            changes.append({**where, "story": story, "text": self.shown[story], "base": base})
        self.typed += 1
        answer = self.window.post("typed", changes=changes)
        assert answer.status_code == 200, answer.content
        for name, text in answer.json()["texts"].items():
            self.shown[name.split("/")[0]] = text

    def save(self, **answers: Any) -> None:
        saved = self.window.post("save", **answers)
        told = saved.json()
        if saved.status_code == 200:
            return
        assert saved.status_code == 409, saved.content
        # The window takes what stands now; he presses again, and answers when he is asked.
        assert not self.asked, told
        self.window.number = told["number"]
        if "conflicts" in told:
            self.asked = set(re.findall(r'data-conflict="(\w+)"', told["conflicts"]))
            stands = dict(zip(self.deeds, [answer for _pair, answer in ROWS], strict=True))
            answers = {"resolve": {story: stands[story] for story in self.asked}}
            answers["asked"] = asked(told["conflicts"])
        self.save(**answers)


def orders() -> Iterator[str]:
    """Yield each way to lay the turns of two people between each other.

    Who begins has no other rights: the short way lets the one do it, the whole way both.
    """
    for ones in combinations(range(2 * len(TURNS)), len(TURNS)):
        if by_length(0 in ones, long=True):
            yield "".join("AB"[at not in ones] for at in range(2 * len(TURNS)))


def story_of(article: Article) -> list[str]:
    return [article.headline, *article.paragraphs]


def test_in_every_order_nothing_typed_vanishes_and_nobody_is_overwritten_unasked() -> None:
    clients = [Client() for _name in "AB"]
    for name, client in zip("AB", clients, strict=True):
        client.force_login(make_member(f"editor{name}", Role.EDITOR))
    wrong = {}
    for number, order in enumerate(orders()):
        page = make_page(make_issue(f"{dt.date(2025, 1, 1) + dt.timedelta(number)}"))
        for _row in ROWS:
            make_story(page)
        people = [Person(page, client, place) for place, client in enumerate(clients)]
        turns = {name: iter(TURNS) for name in "AB"}
        for name in order:
            people["AB".index(name)].turns[next(turns[name])]()
        if told := faults(page, order, people):
            wrong[order] = told
    assert wrong == {}


def faults(page: Page, order: str, people: list[Person]) -> list[str]:
    """Return what became of a page otherwise than it must, by the order of the turns."""
    late = "AB".index(order[-1])
    first, second = people[1 - late], people[late]
    # He who opened before the other saved has not seen what he may write over. What does not
    # touch is merged into his text where his first letter came only after that.
    opened, typed = [at for at, name in enumerate(order) if name == "AB"[late]][:2]
    unseen = opened < order.rindex("AB"[1 - late])
    merged = unseen and typed > order.rindex("AB"[1 - late])
    found = [f"{first.window.number} was asked"] if first.asked else []
    rows = page.articles.order_by("order").prefetch_related("revisions")
    for article, (pair, answer) in zip(rows, ROWS, strict=True):
        story, (one, two) = f"a{article.pk}", (pair[1 - late], pair[late])
        saved, wanted = list(BEGAN), list(BEGAN)
        saved[one.line] = wanted[one.line] = one.done(BEGAN[one.line])
        if answer != "theirs" or not unseen:
            seen = BEGAN if answer and unseen else wanted
            began = seen[two.line]
            wanted[two.line] = two.done(one.apart(began) if merged and answer else began)
        if story_of(article) != wanted:
            found.append(f"{story}: {story_of(article)} is not {wanted}")
        if (story in second.asked) != bool(answer and unseen):
            found.append(f"{story}: asked {sorted(second.asked)}")
        revisions = [row.text for row in article.revisions.all()]
        if saved not in [[row["headline"], *row["paragraphs"]] for row in revisions]:
            found.append(f"{story}: what was saved first is in no version")
    return found


@pytest.fixture
def others(page: Page) -> tuple[Window, Window]:
    """Two people with the page before them, in the plain form and on the screen."""
    found = []
    for name in ("first", "second"):
        window = Window(page, Client())
        window.client.force_login(make_member(name, Role.EDITOR))
        window.open()
        window.form()
        found.append(window)
    return found[0], found[1]


def test_what_was_saved_after_a_question_is_asked_about_anew(
    page: Page, others: tuple[Window, Window]
) -> None:
    mine, theirs = others
    story = key(page, 0)
    for window, text in ((mine, "甲题"), (theirs, "乙题")):
        window.type(story, text)
    theirs.post("save")
    first = mine.post("save").json()
    assert "乙" in first["conflicts"]
    theirs.type(story, "丙题")
    theirs.post("save")
    seen = {"resolve": {story: "mine"}, "asked": asked(first["conflicts"])}
    again = mine.post("save", **seen)
    assert again.status_code == 409
    assert "丙" in again.json()["conflicts"]
    assert texts(page)[0][0] == "丙题"
    done = mine.post("save", **seen | {"asked": asked(again.json()["conflicts"])})
    assert done.status_code == 200
    assert texts(page)[0][0] == "甲题"


def test_an_answer_about_the_order_is_for_the_order_that_was_shown(
    page: Page, others: tuple[Window, Window]
) -> None:
    for name in "丙丁":
        make_story(page, headline=name)
    mine, theirs = others
    for window, moved in ((mine, key(page, 0)), (theirs, key(page, 2))):
        window.open()
        window.step("reorder", story=moved, place=2)
    theirs.post("save")
    shown = mine.post("save").json()["conflicts"]
    # While the question stands there, the other goes on with the order.
    theirs.step("reorder", story=key(page, 3), place=1)
    theirs.post("save")
    chosen = {"resolve": {"order": "mine"}}
    anew = mine.post("save", **chosen, asked=asked(shown))
    assert anew.status_code == 409
    assert 'data-conflict="order"' in anew.json()["conflicts"]
    heads = [head for head, _body in texts(page)]
    assert heads == ["丁", "全县掀起项目建设热潮", "丙", "公园开放"]
    done = mine.post("save", **chosen, asked=asked(anew.json()["conflicts"]))
    assert done.status_code == 200
    heads = [head for head, _body in texts(page)]
    assert heads == ["公园开放", "全县掀起项目建设热潮", "丙", "丁"]


def asked(html: str) -> str:
    (value,) = re.findall(r'name="asked" value="(\w+)"', html)
    return str(value)


def test_a_plain_form_that_is_behind_takes_nothing_back_that_others_saved(
    page: Page, others: tuple[Window, Window]
) -> None:
    mine, theirs = others
    story = key(page, 0)
    theirs.type(story, "前天，全县重点项目集中开工。", "paragraphs")
    theirs.type(story, "全县再掀建设热潮")
    theirs.post("save")
    # The whole form comes, of which he has changed the second paragraph.
    shown = json.loads(mine.hidden["shown"])
    fields = {f"text:{name}": text for name, text in shown.items()}
    mine.press({"do": "save"}, **fields | {f"text:{story}:paragraphs:1": "负责人介绍了情况。"})
    assert texts(page)[0] == (
        "全县再掀建设热潮",
        "前天，全县重点项目集中开工。\n负责人介绍了情况。",
    )


def test_a_plain_form_that_is_behind_asks_where_both_changed_the_same(
    page: Page, others: tuple[Window, Window]
) -> None:
    mine, theirs = others
    story = key(page, 0)
    theirs.type(story, "乙题")
    theirs.post("save")
    answer = mine.press({"do": "save"}, **{f"text:{story}:headline:0": "甲题"})
    assert answer.status_code == 409
    assert texts(page)[0][0] == "乙题"
    mine.press({"do": "save"}, **{f"resolve:{story}": "mine"})
    assert texts(page)[0][0] == "甲题"


def test_a_plain_form_that_is_behind_keeps_its_text_and_does_no_step(
    page: Page, others: tuple[Window, Window]
) -> None:
    mine, theirs = others
    story, second = key(page, 0), key(page, 1)
    theirs.step("join_paragraphs", story=story, index=0)
    theirs.step("set_aside", story=second)
    theirs.post("save")
    split = {"step": "split_story", "args": {"story": story, "index": 1, "at": 0}}
    typed = {
        f"text:{story}:paragraphs:1": "项目负责人介绍了进展。",
        f"text:{second}:headline:0": "公园今天开放",
    }
    told = [str(row) for row in mine.press(split, **typed).context["messages"]]
    assert any("公园今天开放" in row for row in told)
    assert any("Nothing was done" in row for row in told)
    assert len(load(page, User.objects.get(username="first")).desk.stories) == 1
    mine.press({"do": "save"})
    assert texts(page)[0][1] == "昨天，全县重点项目集中开工。项目负责人介绍了进展。"


def test_a_finding_answered_in_the_plain_form_keeps_what_stands_in_its_fields(
    page: Page, others: tuple[Window, Window]
) -> None:
    mine, _theirs = others
    finding = Finding.objects.create(page=page, code="truncated", fingerprint="x")
    story = key(page, 0)
    data = {f"text:{story}:headline:0": "甲题", f"reason:{finding.pk}": "与原报核对无误"}
    address = mine.address("finding", finding.pk)
    mine.client.post(address, {**mine.hidden, **data, "answer": "ignored"})
    finding.refresh_from_db()
    assert (finding.state, finding.reason) == ("ignored", "与原报核对无误")
    assert load(page, User.objects.get(username="first")).desk.stories[0].title == "甲题"
