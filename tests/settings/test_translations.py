"""The interface is whole in Chinese: no message is left out, and no page mixes the languages."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import polib
import pytest
from django.conf import settings as installed
from django.test import Client
from pytest_django import Settings

from tests.make import make_administrator, make_byline, make_page, make_photo, make_story

CATALOG = Path("newsroom/locale/zh_Hans/LC_MESSAGES/django.po")
SOURCES = (
    *("audit", "accounts", "issues", "reading", "proofing", "articles", "findings"),
    *("reviews", "editorial", "search", "api"),
    *("importing", "reparse", "tables", "workbench", "archive", "paper", "desk", "console"),
    *("newsroom", "templates", "manage.py"),
)
# What extracts the messages does not look into a formatted string.
HIDDEN = re.compile(r"""f["'].*\{(?:_|n?p?gettext)\(["'].*""")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z%]|\{\w*\}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
LATIN_IN_CHINESE = re.compile(r"[\u4e00-\u9fff] ?[,;!?:]|[\u4e00-\u9fff]\.(\s|$)")

READER = ("/", "/issues/", "/nowhere/")
EDITORS = (
    "/admin/",
    "/admin/issues/page/",
    "/admin/issues/page/import/",
    "/admin/issues/page/{}/change/",
    "/admin/articles/article/",
    "/admin/findings/finding/",
    "/admin/issues/publication/add/",
)
# Names that are the same in both languages, the name of the other language, the test's files, and
# "Search", the one word that Django's own list page writes without translating it.
SAME = {"Atom", "UTF-8", "UTF-16", "GB18030", "CN", "English", "page.txt", "utf-8", "Search"}
SAME |= {"DOCX", "ODT", "RTF", "Markdown", "HTML", "zip"}
# A word that the blocking codes of a paper know.
SAME |= {"facts"}
# What the state calls the record of a site.
SAME |= {"ICP备案", "ICP备案号", "ICP备12345678号-1"}


def read_catalog(path: Path = CATALOG) -> polib.POFile:
    return polib.pofile(str(installed.BASE_DIR / path))


def translations(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def keys(catalog: polib.POFile) -> set[tuple[str | None, str]]:
    return {(entry.msgctxt, entry.msgid) for entry in catalog if not entry.obsolete}


def test_every_message_has_its_translation() -> None:
    catalog = read_catalog()
    assert [entry.msgid for entry in catalog if entry.fuzzy or entry.obsolete] == []
    assert [entry.msgid for entry in catalog if not all(translations(entry))] == []


def test_chinese_has_one_form_for_every_number() -> None:
    catalog = read_catalog()
    assert catalog.metadata["Plural-Forms"] == "nplurals=1; plural=0;"
    assert all(len(translations(entry)) == 1 for entry in catalog)


def test_a_translation_keeps_the_placeholders() -> None:
    for entry in read_catalog():
        wanted = Counter(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        for text in translations(entry):
            assert Counter(PLACEHOLDER.findall(text)) == wanted, entry.msgid


def test_chinese_sentences_have_chinese_punctuation() -> None:
    texts = [text for entry in read_catalog() for text in translations(entry)]
    assert [text for text in texts if LATIN_IN_CHINESE.search(text)] == []


def test_the_catalog_names_no_machine_and_no_day_of_extraction() -> None:
    catalog = read_catalog()
    assert "POT-Creation-Date" not in catalog.metadata
    assert {
        place for entry in catalog for place, _line in entry.occurrences if place[0] == "/"
    } == set()


def test_the_compiled_catalog_is_the_one_that_is_read() -> None:
    compiled = polib.mofile(str(installed.BASE_DIR / CATALOG.with_suffix(".mo")))
    written = read_catalog()
    assert {(row.msgctxt, row.msgid): translations(row) for row in compiled} == {
        (row.msgctxt, row.msgid): translations(row) for row in written
    }


@pytest.mark.skipif(not shutil.which("xgettext"), reason="GNU gettext was not found: install it.")
def test_no_message_of_the_code_is_missing_in_the_catalog(tmp_path: Path) -> None:
    for name in SOURCES:
        origin = installed.BASE_DIR / name
        if origin.is_dir():
            shutil.copytree(
                origin, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "locale")
            )
        else:
            shutil.copy(origin, tmp_path)
    (tmp_path / "newsroom" / "locale").mkdir()
    command = [sys.executable, "manage.py", "makemessages", "--locale", "zh_Hans", "--no-wrap"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    extracted = polib.pofile(str(tmp_path / CATALOG))
    assert len(extracted) > 500
    assert keys(extracted) - keys(read_catalog()) == set()


def test_no_message_hides_in_a_formatted_string() -> None:
    assert HIDDEN.search("""say(f"{_('Nothing.')} {text}")""")
    files = [file for name in SOURCES for file in (installed.BASE_DIR / name).rglob("*.py")]
    texts = [file.read_text(encoding="utf-8") for file in files]
    assert [row for text in texts for row in HIDDEN.findall(text)] == []


class Visible(HTMLParser):
    """Collects what a person sees or hears of a page, outside the content of the paper."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in ("script", "style", "textarea")
        given = dict(attrs)
        self.texts += [
            given.get(name) or "" for name in ("title", "alt", "aria-label", "placeholder")
        ]
        if tag == "input" and given.get("type") in ("submit", "button"):
            self.texts.append(given.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("script", "style", "textarea")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.texts.append(data)


def visible(client: Client, address: str) -> list[str]:
    page = Visible()
    page.feed(client.get(address).content.decode())
    return [text.strip() for text in page.texts if text.strip()]


@pytest.fixture
def pages(client: Client, db: None) -> list[str]:
    """Return the addresses; the first of two stories is published, so every page has content."""
    page = make_page(name="要闻")
    make_photo(make_story(page, published=True))
    make_byline(make_story(page, kind="teaser"))
    client.force_login(make_administrator("主编"))
    return [*READER, *(address.format(page.pk) for address in EDITORS)]


def english_words(texts: list[str]) -> Iterator[str]:
    for text in texts:
        words = re.findall(r"[A-Za-z][\w.-]+", re.sub(r"https?://\S+", " ", text))
        yield from (word for word in words if word not in SAME)


@pytest.mark.looks
def test_chinese_pages_show_no_english(
    client: Client, pages: list[str], settings: Settings
) -> None:
    settings.LANGUAGE_CODE = "zh-hans"
    for address in [*pages, "/admin/login/"]:
        if address == "/admin/login/":
            client.logout()
        texts = visible(client, address)
        assert any(CHINESE.search(text) for text in texts), address
        assert set(english_words(texts)) == set(), address


@pytest.mark.looks
def test_english_pages_show_no_chinese_but_the_papers_own(client: Client, pages: list[str]) -> None:
    chinese = {
        text for entry in read_catalog() for text in translations(entry) if CHINESE.search(text)
    }
    for address in [*pages, "/admin/login/"]:
        if address == "/admin/login/":
            client.logout()
        texts = visible(client, address)
        assert set(english_words(texts)), address
        assert set(texts) & chinese == set(), address
