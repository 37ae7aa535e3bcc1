"""The desk's plain form: what was typed in it, and what Enter in one of its fields means.

All of it is one form, so that every button keeps what was typed; its first button is what Enter
presses, in whatever field. Texts have no part in that: there Enter begins a new line.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from articles.pictures import checked_image
from desk.page_source import CHANGE_SCAN, take_scan
from findings.answers import Scope
from issues.models import Page
from workbench.chosen_images import choose_image
from workbench.copies import load
from workbench.told import StepRefused
from workbench.typed_words import type_changes

MOST_TYPED = 500_000
# What the first button sends, and what is done where nobody can tell what is meant.
ENTER, UNCLEAR = "enter", "unclear"
# The answer to a finding whose reason Enter was pressed in.
ANSWER = "answer"
JUMPS = {"to-page": "jump_to", "from-page": "jump_from"}
# What stands in a field that nobody has filled in, unless the form says otherwise.
EMPTY = {"more": "0", "scope": str(Scope.ONCE)}
# The fields beside the buttons; what stands in one of them is for its own button alone.
BESIDE = ("place", *JUMPS, "sort", "kind", "rest", "more", "to", "take", "scope")
# The image that was chosen for a photo.
PHOTO_IMAGE = "image:"


def meant_by_enter(
    data: Mapping[str, str], shown: Mapping[str, Any], otherwise: str
) -> dict[str, Any]:
    """Return the button of the one field that was filled in, ``otherwise`` where none was.

    ``shown`` is what stood in the fields when the form was opened.
    """
    pressed = [
        button
        for name, value in data.items()
        if (button := _button_of(name)) and value.strip() != _before(name, shown)
    ]
    if len(pressed) > 1:
        return {"do": UNCLEAR}
    return pressed[0] if pressed else {"do": otherwise}


def left_beside(data: Mapping[str, str], *, done: Mapping[str, Any] | None) -> dict[str, str]:
    """Return what stands in the fields beside the buttons that were not pressed.

    ``done`` is the button that was pressed with success. Where it was a step of a story, its
    paragraphs may be others by now, and what was chosen beside them is not kept.
    """
    shown = as_object(data.get("shown", ""))
    args = (done or {}).get("args") or {}
    used = {str(value)[1:] for value in args.values() if str(value).startswith("@")}
    return {
        name: value
        for name, value in data.items()
        if (kind := name.split(":")[0]) in BESIDE
        and ":" in name
        and name not in used
        and value.strip() != _before(name, shown)
        and not (kind in ("to", "more") and name.split(":")[1] == args.get("story"))
    }


def button_pressed(data: Mapping[str, str]) -> dict[str, Any]:
    """Return what the button says that was pressed, or that Enter in a field means."""
    button = as_object(data.get("do", ""))
    if button.get("do") != ENTER:
        return button
    otherwise = str(button.get("else") or UNCLEAR)
    return meant_by_enter(data, as_object(data.get("shown", "")), otherwise)


def as_object(text: str) -> dict[str, Any]:
    """Return what a field holds as JSON, nothing where it is none."""
    try:
        raw = json.loads(text or "{}")
    except ValueError:
        return {}
    return raw if isinstance(raw, dict) else {}


def _before(name: str, shown: Mapping[str, Any]) -> str:
    return str(shown.get(name, EMPTY.get(name.partition(":")[0], "")))


def _button_of(name: str) -> dict[str, Any]:
    """Return what the button beside a field says, nothing where the field has none."""
    kind, _colon, of = name.partition(":")
    if kind == "reason":
        return {"do": ANSWER, "finding": of, "answer": ENTER}
    if kind == "place":
        return {"step": "reorder", "args": {"story": of, "place": f"@{name}"}}
    if kind in JUMPS:
        args = {"story": of, "part": JUMPS[kind], "number": f"@{name}"}
        return {"step": "set_jump", "args": args}
    if kind == "more":
        story, _colon, index = of.partition(":")
        row = int(index) if index.isdecimal() else 0
        place = {"story": story, "part": "paragraphs", "index": row}
        return {"step": "move_text", "args": {**place, "to": f"@to:{of}", "more": f"@{name}"}}
    return {}


def is_change(row: Any) -> bool:
    return (
        isinstance(row, dict)
        and {"story", "part", "text"} <= row.keys()
        and len(str(row["text"])) <= MOST_TYPED
        and str(row.get("index") or 0).isdigit()
    )


def kept_fields(request: HttpRequest, page: Page, user: User, data: dict[str, Any]) -> bool:
    """Keep the texts of a plain form before what its button says is done.

    Only what was changed in the form is taken, over what it showed then: the page may have gone on
    since. Returns whether it has not.
    """
    number, shown = str(data.get("number") or ""), data["shown"]
    behind_by_now = bool(number) and number != load(page, user).number
    changes = []
    for row in data["changes"]:
        base = shown.get(f"{row['story']}:{row['part']}:{row['index']}")
        text = str(row["text"]).replace("\r\n", "\n")
        if base is not None and text != base and is_change(row):
            changes.append({**row, "text": text, "base": base})
    # From the last paragraph on, so that a new line end does not shift those before it.
    changes.sort(key=lambda row: -int(row["index"]))
    try:
        type_changes(page, user, number, changes, {})
    except StepRefused:
        # One of them has no place any more: the others are not lost with it.
        for row in changes:
            try:
                type_changes(page, user, number, [row], {})
            except StepRefused as refusal:
                messages.error(request, str(refusal))
    _keep_images(request, page, user, data)
    return not behind_by_now


def _keep_images(request: HttpRequest, page: Page, user: User, data: Mapping[str, Any]) -> None:
    """Take the images that were chosen beside other buttons: no browser sends them again."""
    args = data.get("args") or {}
    own = f"{PHOTO_IMAGE}{args.get('story')}:{args.get('index')}" if args else ""
    for name in request.FILES:
        upload = request.FILES.get(name)
        chosen = name.startswith(PHOTO_IMAGE) and name.count(":") == 2 and name != own
        if upload is None or not chosen:
            continue
        _image, story, index = name.split(":")
        place = int(index) if index.isdecimal() else None
        try:
            image = checked_image(upload)
            choose_image(page, user, "", image, story=story, index=place)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        except StepRefused as refusal:
            messages.error(request, str(refusal))
    if user.has_perm(CHANGE_SCAN):
        take_scan(request, page, by=user)
