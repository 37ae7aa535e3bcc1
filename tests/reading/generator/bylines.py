"""Datelines, bylines and credits in the forms that papers print them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random

from reading.document import BylineText
from tests.reading.generator.people import CITIES, Paper, choose

OTHER_ROLES = (
    "通讯员",
    "见习记者",
    "全媒体记者",
    "特约通讯员",
    "融媒体记者",
    "实习生",
    "特约记者",
    "首席记者",
)
FORMS = {
    "dateline+brackets": 12,
    "dateline": 2,
    "dateline-place+brackets": 2,
    "agency+brackets": 3,
    "agency": 1,
    "according-to": 2,
    "own-line": 4,
    "end-name": 2,
    "end-role": 1,
    "brackets-only": 1,
    "none": 3,
}
AGENCIES = ("新华社", "新华社", "新华社", "中新社", "中新网", "人民网")


@dataclass(slots=True)
class Credits:
    """Who wrote a story: the truth, and the text before, above and after its paragraphs."""

    form: str
    dateline: str = ""
    bylines: list[BylineText] = field(default_factory=list)
    prefix: str = ""
    line: str = ""
    suffix: str = ""


def spaced(rng: Random, name: str) -> str:
    """Return a name as printed: some papers widen one of two characters with a space."""
    if len(name) == 2 and rng.random() < 0.25:
        return name[0] + rng.choice(["　", " "]) + name[1]
    return name


def _group(rng: Random, role: str, names: list[str]) -> str:
    if len(names) > 1 and rng.random() < 0.5:
        return role + rng.choice(["", " "]) + "、".join(names)
    glue = rng.choice(["", " ", " ", " "]) if len(names) == 1 else " "
    # A widened name beside bare ones is only clear when the role stands apart from it.
    shown = [spaced(rng, name) for name in names] if glue and len(names) == 1 else names
    return role + glue + rng.choice([" ", " ", "　"]).join(shown)


def _who(rng: Random, paper: Paper, *, reporter: str = "记者") -> tuple[str, list[BylineText]]:
    """Return the words inside the brackets and the bylines that they mean."""
    names = iter(rng.sample(paper.staff, 6))
    groups = [(reporter, [next(names) for _ in range(rng.choices((1, 2, 3), (7, 3, 1))[0])])]
    if rng.random() < 0.45:
        role = rng.choices(OTHER_ROLES, (10, 2, 2, 2, 1, 1, 1, 1))[0]
        groups.append((role, [next(names) for _ in range(rng.choice((1, 1, 2)))]))
    if rng.random() < 0.08:
        groups[0] = (rng.choice(OTHER_ROLES), groups[0][1])
    if rng.random() < 0.08:
        groups.reverse()
    gap = rng.choices([" ", "　", ""], (12, 2, 1))[0]
    text = gap.join(_group(rng, *group) for group in groups)
    bylines = [
        BylineText(role.removeprefix("本报"), name) for role, names_ in groups for name in names_
    ]
    return text, bylines


def brackets(rng: Random, inner: str) -> str:
    """Return the words in full- or half-width brackets, at times with a space about."""
    opening, closing = rng.choices([("（", "）"), ("(", ")")], [4, 1])[0]
    return f"{opening}{inner}{closing}"


def make_credits(rng: Random, paper: Paper, past: date, *, form: str = "") -> Credits:
    """Return the credits of a story of the ``past`` day, in the given or in any form."""
    form = form or rng.choices(list(FORMS), list(FORMS.values()))[0]
    made = Credits(form)
    if form == "own-line":
        _own_line(rng, paper, made)
    elif form.startswith("end-") or form == "brackets-only":
        _bracketed(rng, paper, made)
    elif form != "none":
        _dated(rng, paper, past, made)
    return made


def _dated(rng: Random, paper: Paper, past: date, made: Credits) -> None:
    made.dateline = _dateline(rng, past, made.form)
    made.prefix = made.dateline
    if made.form.endswith("brackets"):
        reporter = "本报记者" if rng.random() < 0.06 else "记者"
        words, made.bylines = _who(rng, paper, reporter=reporter)
        made.prefix += rng.choices(["", " ", "　"], [9, 1, 1])[0] + brackets(rng, words)
    if not made.form.endswith("brackets") or rng.random() < 0.15:
        made.prefix += rng.choice([" ", "　"])


def _dateline(rng: Random, past: date, form: str) -> str:
    when = f"{past.month}月{past.day}日"
    where = choose(rng, CITIES)
    if form == "dateline-place+brackets":
        return rng.choice([f"本报{where}{when}电", f"本报{when}讯", f"本报{where}{when}电"])
    if form in ("agency", "agency+brackets"):
        return f"{choose(rng, AGENCIES)}{where}{when}电"
    if form == "according-to":
        return rng.choice(["据新华社电", f"据新华社{where}{when}电", f"据新华社{where}电"])
    return "本报讯"


def _own_line(rng: Random, paper: Paper, made: Credits) -> None:
    mark = rng.choices(["□ ", "□", "■ ", "◎ ", "● ", ""], [6, 2, 2, 1, 1, 6])[0]
    words, made.bylines = _who(rng, paper, reporter=rng.choice(["本报记者", "记者"]))
    made.line = mark + words


def _bracketed(rng: Random, paper: Paper, made: Credits) -> None:
    if made.form == "end-name":
        names = rng.sample(paper.staff, rng.choice((1, 1, 1, 2)))
        made.bylines = [BylineText("", name) for name in names]
        glue = rng.choice([" ", "　", "、"])
        shown = [spaced(rng, names[0])] if len(names) == 1 else names
        made.suffix = brackets(rng, glue.join(shown))
        return
    words, made.bylines = _who(rng, paper, reporter=rng.choice(["本报记者", "记者"]))
    if made.form == "end-role":
        made.suffix = brackets(rng, words)
    else:
        made.prefix = brackets(rng, words)


CREDIT_FORMS = (
    "{} 摄",
    "记者 {} 摄",
    "（{}/摄）",
    "（{} 摄）",
    "本报记者 {} 摄",
    "通讯员 {} 摄",
    "记者{}摄",
    "{}　摄",
    "（记者 {} 摄）",
    "({} 摄)",
    "{}/摄",
    "摄影：{}",
    "新华社记者 {} 摄",
    "新华社发（{} 摄）",
    "全媒体记者 {} 摄",
)


def photo_credit(rng: Random, name: str) -> tuple[str, str]:
    """Return a credit as printed, and the form it was printed in."""
    weights = [6, 5, 3, 3, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1]
    form = rng.choices(CREDIT_FORMS, weights)[0]
    return form.format(spaced(rng, name) if " " in form else name), form
