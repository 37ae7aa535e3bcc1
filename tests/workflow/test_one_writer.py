"""Words are written in one place and states in one place; every other room asks them.

The source of every room is walked, so that neither another layout nor another name of a variable
hides a write.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from articles.text import COLUMNS

ROOT = Path(__file__).parents[2]
ROOMS = (
    "archive",
    "articles",
    "audit",
    "console",
    "desk",
    "editorial",
    "findings",
    "importing",
    "issues",
    "newsroom",
    "paper",
    "reparse",
    "reviews",
    "tables",
    "workbench",
)
WORDS_WRITERS = {"editorial/editing.py", "editorial/bulk.py"}
STATE_WRITERS = {"editorial/workflow.py"}
# Rows of a story's words, rows of what became of it, and the columns that only a writer sets.
WORD_MODELS = {"Article", "Byline", "Photo", "Revision"}
STATE_MODELS = {"Transition"}
WORD_COLUMNS = {
    *COLUMNS,
    "body",
    "version",
    "read_version",
    "read_index",
    "spans",
    "caption",
    "credit",
    "sha256",
}
STATE_COLUMNS = {"status", "published_at"}
WRITES = {
    "create",
    "bulk_create",
    "get_or_create",
    "update_or_create",
    "update",
    "bulk_update",
    "delete",
}
# Related names by which a story's rows are reached.
MANAGERS = {
    "articles": "Article",
    "bylines": "Byline",
    "photos": "Photo",
    "revisions": "Revision",
    "transitions": "Transition",
}


def chain(node: ast.expr) -> Iterator[str]:
    """Yield the names in a chain of attributes and calls, the last one first."""
    while True:
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Subscript):
            node = node.value
        elif isinstance(node, ast.Attribute):
            yield node.attr
            node = node.value
        else:
            break
    if isinstance(node, ast.Name):
        yield node.id


def models_in(node: ast.expr) -> set[str]:
    """Return the models whose rows a chain reaches."""
    return {MANAGERS.get(name, name) for name in chain(node)}


def columns_set(node: ast.Call) -> set[str]:
    """Return the columns that a call sets by name, also those named in a list for it."""
    named = {word.arg for word in node.keywords if word.arg}
    lists = (one for arg in node.args for one in ast.walk(arg))
    return named | {one.value for one in lists if isinstance(one, ast.Constant)}  # type: ignore[misc]


def writes(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield each write of words or states: the line, and ``words`` or ``states``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from ((node.lineno, kind) for kind in sorted(kinds_of_call(node)))
        targets = []
        if isinstance(node, ast.Assign):
            targets = [one for target in node.targets for one in ast.walk(target)]
        elif isinstance(node, ast.AugAssign | ast.AnnAssign):
            targets = [node.target]
        for target in targets:
            if isinstance(target, ast.Attribute) and isinstance(target.ctx, ast.Store):
                yield from ((target.lineno, kind) for kind in kinds_of_columns({target.attr}))


def kinds_of_columns(columns: set[str]) -> list[str]:
    words, states = columns & WORD_COLUMNS, columns & STATE_COLUMNS
    return ["words"] * bool(words) + ["states"] * bool(states)


def kinds_of_call(node: ast.Call) -> set[str]:
    name = next(chain(node.func), "")
    if isinstance(node.func, ast.Name) and name in WORD_MODELS | STATE_MODELS:
        return {"words"} if name in WORD_MODELS else {"states"}
    if not isinstance(node.func, ast.Attribute) or name not in WRITES:
        return set()
    models, columns = models_in(node.func.value), columns_set(node)
    unseen = any(word.arg is None for word in node.keywords)
    kinds = set()
    story = "Article" in models
    if models & (WORD_MODELS - {"Article"}) or (story and name not in ("update", "bulk_update")):
        kinds.add("words")
    if models & STATE_MODELS:
        kinds.add("states")
    if name in ("update", "bulk_update"):
        kinds |= set(kinds_of_columns(columns))
        # What a dictionary sets is not seen here: only a writer updates stories with one. Rows
        # that are plainly of another model are no stories.
        named = {word for word in chain(node.func.value) if word[:1].isupper()}
        kinds |= {"unseen"} if unseen and (not named or "Article" in named) else set()
    return kinds


def sources() -> Iterator[Path]:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


@cache
def all_writes() -> list[tuple[str, int, str]]:
    return [
        (str(path.relative_to(ROOT)), line, what)
        for path in sources()
        for line, what in writes(ast.parse(path.read_text(encoding="utf-8")))
    ]


@pytest.mark.parametrize(
    ("kind", "writers"),
    [
        ("words", WORDS_WRITERS),
        ("states", STATE_WRITERS),
        ("unseen", WORDS_WRITERS | STATE_WRITERS),
    ],
)
def test_nothing_else_writes(kind: str, writers: set[str]) -> None:
    found = [
        f"{name}:{line}"
        for name, line, what in all_writes()
        if what == kind and name not in writers
    ]
    assert found == []


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("states", "story.status = 'published'"),
        ("states", "Article.objects.filter(pk=1).update(status=new)"),
        ("states", "page.articles.update(\n    published_at=None)"),
        ("states", "Transition.objects.bulk_create(rows)"),
        ("states", "rows = [Transition(article=story, old=a, new=b) for story in stories]"),
        ("unseen", "guarded.update(**values)"),
        ("unseen", "(Article.objects\n .filter(pk=1)\n .update(**values))"),
        ("states", "Article.objects.bulk_update(rows, ['order', 'status'])"),
        ("words", "story.headline, x = 'a', 1"),
        ("words", "article.body += '。'"),
        ("words", "guarded.update(body='')"),
        ("words", "Article.objects.create(page=page, order=0)"),
        ("words", "story.bylines.all().delete()"),
        ("words", "Photo.objects.filter(pk=1).update(caption='')"),
        ("words", "photo = Photo(article=story)"),
        ("words", "Revision.objects.create(article=story, text=text)"),
    ],
)
def test_the_walk_sees_a_write(kind: str, code: str) -> None:
    assert kind in {what for _line, what in writes(ast.parse(code))}


@pytest.mark.parametrize(
    "code",
    [
        "Article.objects.filter(status='draft').count()",
        "page.articles.filter(pk=pk).update(order=place)",
        "options.update({'name': 1})",
        "claims.update(at=now)",
    ],
)
def test_the_walk_passes_what_is_no_write(code: str) -> None:
    assert list(writes(ast.parse(code))) == []
