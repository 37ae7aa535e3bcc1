"""What the walk finds at the desk and among what the paper knows, and what it sends there."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User

from articles.models import Contributor
from findings.answers import confirm_office
from findings.models import Finding, Office, PaperWord, Verdict
from findings.page_check import check_page
from findings.word_list import add_word
from tests.make import make_byline, make_issue, make_page, make_publication, make_story
from tests.workbench.hands import key, make_desk_page

Sent = dict[str, dict[str, Any]]
MENDED = "县融媒中心"


def at_the_desk() -> tuple[dict[str, Any], Sent]:
    """Return the rows of a page with a question, and what the desk's script sends about it."""
    page = make_desk_page(3)
    make_story(page, headline="双字", body="市民散步其间，，风景很好。")
    check_page(page)
    finding = page.findings.open().get(code="doubled-mark")
    story = key(page, 0)
    return {"desk": page.pk, "question": finding.pk}, {
        "desk_typed": {"changes": [{"story": story, "part": "kicker", "text": "新", "index": 0}]},
        "desk_step": {"step": "reorder", "args": {"story": story, "place": 2}},
        "desk_undo": {},
        "desk_redo": {},
        "desk_save": {},
        "desk_submit": {},
        "desk_take": {"story": story},
        "desk_pulse": {"story": story},
        "desk_finding": {"answer": "ignored", "reason": "核实"},
    }


def of_knowledge(by: User) -> tuple[dict[str, Any], Sent]:
    """Return two names that are asked about, two that were judged, a word and an office."""
    paper = make_publication("知识报", reviews=3)
    for day, name in (("2025-06-13", "张蔚旻"), ("2025-04-30", "张蔚漫")):
        story = make_story(
            make_page(make_issue(day, publication=paper)),
            body=f"{MENDED}揭牌。\n县委书记周志远主持。",
        )
        make_byline(story, name)
        check_page(story.page)
    known, other = (
        Contributor.objects.create(publication=paper, name=name) for name in ("王芳芳", "王芳芬")
    )
    judged = Verdict.objects.create(
        person=known, other=other, kind=Verdict.Kind.TWO, by=by, reason="两人"
    )
    office = Office.objects.get(publication=paper)
    confirm_office(office, by=by)
    pair = [
        Contributor.objects.get(publication=paper, name=name).pk for name in ("张蔚旻", "张蔚漫")
    ]
    rows = {
        "namesakes_of_finding": Finding.objects.get(code="similar-contributor", page=story.page).pk,
        "namesakes_pair": pair[0],
        "namesakes_judge": pair[0],
        "namesakes_act": judged.pk,
        "other_name": pair[1],
        "findings_paperword": add_word(PaperWord.Kind.TERM, "强县富民", by=by, reason="定").pk,
        "findings_verdict": judged.pk,
        "findings_office_term": office.pk,
    }
    mended = {"replacement": "县融媒体中心", "shown_replacement": "县融媒体中心", "act": "apply"}
    place = {f"place-{story.pk}": "paragraph.0.0", "shown": f"{story.pk}.paragraph.0.0"}
    return rows, {
        "mend": mended | place | {"story": f"{story.pk}=0", "reason": "走一遍"},
        "namesakes_judge": {"kind": "two", "reason": "走一遍"},
        "namesakes_act": {"act": "undo", "reason": "走一遍"},
        "findings_paperword_add": {"kind": "term", "text": "融媒体中心", "others": ""},
        "findings_office_term": {"rank": "1", "reason": "走一遍"},
    }
