"""What the tests of keeping share: pages that came in, people who change them, commands."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection

from articles.models import Article, Revision
from editorial.editing import change_story
from tests.make import make_administrator
from tests.wishes import PhotoWish, wish

INNER = (
    "2025年6月13日 星期五\n2 要闻\n\n防汛工作全面部署\n\n"
    "本报讯（记者 王奔）昨天，县里召开防汛会议。会议部署了工作。\n\n各乡镇认真落实，严防死守。\n"
)


def run(command: str, *args: Any, **options: Any) -> str:
    """Return what a command prints; errors go to the same stream."""
    out = io.StringIO()
    call_command(command, *map(str, args), stdout=out, stderr=out, **options)
    return out.getvalue()


def refused(command: str, *args: Any, **options: Any) -> str:
    out = io.StringIO()
    with pytest.raises(CommandError) as caught:
        call_command(command, *map(str, args), stdout=out, stderr=out, **options)
    assert caught.value.returncode == 1
    return out.getvalue() + str(caught.value)


def exported(*places: str, **options: Any) -> list[dict[str, Any]]:
    """Return the page documents that ``export_page`` prints."""
    return [json.loads(line) for line in run("export_page", *places, **options).splitlines()]


def write_documents(path: Path, *documents: dict[str, Any]) -> Path:
    lines = [json.dumps(document, ensure_ascii=False) for document in documents]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def somebody() -> User:
    return User.objects.filter(username="administrator").first() or make_administrator()


def edit(story: Article, kind: str = "edit", **changes: Any) -> Article:
    """Change a story's words as an editor does and return it as it now stands."""
    story = Article.objects.with_page().with_parts().get(pk=story.pk)
    if "photos" in changes:
        keys = [photo.pk for photo in story.photos.all()]
        changes["photos"] = [
            PhotoWish(**row, pk=keys[place] if place < len(keys) else None)
            for place, row in enumerate(changes["photos"])
        ]
    change = wish(story, **changes)
    change_story(story, change, by=somebody(), kind=Revision.Kind(kind), version=story.version)
    return Article.objects.with_page().with_parts().get(pk=story.pk)


def damage(sql: str, *values: Any, table: str = "") -> None:
    """Change rows as somebody with the database's password can, past every guard."""
    with connection.cursor() as cursor:
        if table:
            on = "" if connection.vendor == "sqlite" else f" ON {table}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_kept{on}")
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_kept_for_ever{on}")
        cursor.execute(sql, values)


def forget(table: str) -> None:
    """Empty a table that the database keeps for ever, and leave it guarded as it was."""
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            return
        guards = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
        triggers = cursor.execute(guards, [table]).fetchall()
        for name, _sql in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608
        for _name, sql in triggers:
            cursor.execute(sql, None)
