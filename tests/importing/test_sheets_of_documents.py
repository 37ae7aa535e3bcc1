"""A word processor's file whose pages begin on sheets of their own gives its pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.verification import verify
from importing.kept_encodings import texts_of
from issues.models import Page
from reading import invariants
from reading.decoding import Decoded, decode
from reading.sources import read_source
from reading.whole_issue import split_pages
from tests.importing.test_import_pages import run
from tests.make import make_publication
from tests.reading.test_manuscripts import ODT, W, packed

PAGES = [
    [
        f"第{page}版 {name}",
        *(["2025年6月13日 星期五 今日3版"] if page == 1 else []),
        f"{village}村修通生产路",
        f"本报讯（记者 {reporter}）6月1{page}日，{village}村生产路修通，村民运菜少走三里路。",
        "村里还装了路灯。",
    ]
    for page, name, village, reporter in (
        (1, "要闻", "北坡", "汪洁"),
        (2, "民生", "西沟", "孟涛"),
        (3, "乡村", "东岭", "白雪"),
    )
]
FORMATS = "xmlns:fo='urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0'"
STYLES = "xmlns:style='urn:oasis:names:tc:opendocument:xmlns:style:1.0'"
OWN = "<w:pageBreakBefore/>"
SECTION = "<w:sectPr>{}</w:sectPr>"


def word(first: str = "", last: str = "", *, style: str = "", body: str = "") -> bytes:
    """Return DOCX with properties of the first paragraph of each page and of the last."""
    rows = []
    for lines in PAGES:
        said = [first, *[""] * (len(lines) - 2), last if lines is not PAGES[-1] else ""]
        rows += [
            f"<w:p><w:pPr>{own}</w:pPr><w:r><w:t>{line}</w:t></w:r></w:p>"
            for own, line in zip(said, lines, strict=True)
        ]
    return packed(
        word__document_xml=f"<w:document {W}><w:body>{''.join(rows)}{body}</w:body></w:document>",
        word__styles_xml=f"<w:styles {W}>{style}</w:styles>",
    )


def kind(name: str) -> str:
    return SECTION.format(f"<w:type w:val='{name}'/>")


def named(name: str, *, above: str = "", said: str = "") -> str:
    return (
        f"<w:style w:type='paragraph' w:styleId='{name}'><w:basedOn w:val='{above}'/>"
        f"<w:pPr>{said}</w:pPr></w:style>"
    )


def writer(styles: str, *, first: str = "A", last: str = "Z", table: str = "") -> bytes:
    """Return ODT with styles of the first paragraph of each page and of the last."""
    rows = []
    for lines in PAGES:
        said = [first, *[""] * (len(lines) - 2), last if lines is not PAGES[-1] else ""]
        page = [
            f"<text:p text:style-name='{own}'>{line}</text:p>"
            for own, line in zip(said, lines, strict=True)
        ]
        if table:
            cell = f"<table:table-cell>{page[0]}</table:table-cell>"
            row = f"<table:table-row>{cell}</table:table-row>"
            page[0] = f"<table:table table:style-name='{table}'>{row}</table:table>"
        rows += page
    styles = f"<office:automatic-styles>{styles}</office:automatic-styles>"
    body = f"<office:body><office:text>{''.join(rows)}</office:text></office:body>"
    root = f"<office:document-content {ODT} {FORMATS} {STYLES}>{styles}{body}"
    return packed(
        mimetype="application/vnd.oasis.opendocument.text",
        content_xml=f"{root}</office:document-content>",
    )


def style(name: str, said: str, *, of: str = "paragraph", more: str = "") -> str:
    properties = f"<style:{of}-properties {said}/>" if said else ""
    return f"<style:style style:name='{name}' style:family='{of}' {more}>{properties}</style:style>"


def rich(first: str = "", last: str = r"\par", *, said: str = "") -> bytes:
    """Return RTF with words before the first paragraph of each page and at the end of the last."""
    pages = []
    for lines in PAGES:
        rows = ["".join(f"\\u{ord(char)}?" for char in line) for line in lines]
        end = last if lines is not PAGES[-1] else r"\par"
        body = r"\par\pard ".join([f"{first} {rows[0]}", *rows[1:]])
        pages.append(f"{body}{end}\n")
    return rf"{{\rtf1\ansi\ansicpg936 {said}{''.join(pages)}}}".encode()


BEFORE = "fo:break-before='page'"
PARTED = {
    "before a paragraph": word(OWN),
    "by a style": word("<w:pStyle w:val='b'/>", style=named("a", said=OWN) + named("b", above="a")),
    "by a section": word(last=SECTION.format("")),
    "by the next section": word(last=kind("nextPage"), body=kind("oddPage")),
    "only the last is of its sheet": word(last=kind("continuous"), body=kind("nextPage")),
    "before a style of ODT": writer(style("A", BEFORE)),
    "by a style above": writer(
        style("B", BEFORE) + style("A", "", more="style:parent-style-name='B'")
    ),
    "behind a style": writer(style("Z", "fo:break-after='page'")),
    "another form of sheet": writer(style("A", "", more="style:master-page-name='M'")),
    "before a paragraph of RTF": rich(r"\pard\pagebb"),
    "before a paragraph in a group": rich(r"{\b\pagebb }\pagebb\b"),
    "by a section of RTF": rich(r"\pard", r"\sect\sectd"),
    "by the next section of RTF": rich(r"\pard", r"\sect\sectd\sbkodd"),
    "by a section and its paragraph": rich(r"\pard\pagebb", r"\sect\sectd\sbkpage"),
    "before a table": writer(style("T", BEFORE, of="table"), table="T"),
}
# The type of a section says how it begins itself: here the second goes on below the first.
PARTED_ONCE = {"only the last is of its sheet"}
WHOLE = {
    "switched off": word("<w:pageBreakBefore w:val='0'/>"),
    "switched off over a style": word(
        "<w:pStyle w:val='a'/><w:pageBreakBefore w:val='false'/>", style=named("a", said=OWN)
    ),
    "sections below each other": word(last=kind("continuous"), body=kind("continuous")),
    "switched off in RTF": rich(r"\pard\pagebb\pagebb0"),
    "only in a group of RTF": rich(r"\pard{\pagebb }"),
    "sections of RTF below each other": rich(r"\pard", r"\sect\sectd\sbknone"),
    "columns of RTF": rich(r"\pard", r"\sect\sectd\sbkcol"),
    "columns": word(last=kind("nextColumn"), body=kind("nextColumn")),
    "a column of ODT": writer(style("A", "fo:break-before='column'")),
    "a style that takes it back": writer(
        style("B", BEFORE)
        + style("A", "fo:break-before='auto'", more="style:parent-style-name='B'")
    ),
    "no other form of sheet": writer(style("A", "", more="style:master-page-name=''")),
}


@pytest.mark.parametrize("form", PARTED)
def test_a_sheet_that_ends_by_a_mark_stands_as_a_form_feed(form: str) -> None:
    text = decode(PARTED[form]).text
    feeds = [line for line in text.split("\n") if line.startswith("\f")]
    firsts = [lines[0] for lines in PAGES[2 if form in PARTED_ONCE else 1 :]]
    assert feeds == [f"\f{line}" for line in firsts]
    assert text.replace("\f", "") == "\n".join(line for lines in PAGES for line in lines) + "\n"
    if form not in PARTED_ONCE:
        assert len(split_pages(text)) == 3


@pytest.mark.parametrize("form", WHOLE)
def test_what_goes_on_on_its_sheet_is_not_parted(form: str) -> None:
    assert "\f" not in decode(WHOLE[form]).text


@pytest.mark.django_db
@pytest.mark.parametrize(
    "form", ["by a section", "before a style of ODT", "before a paragraph of RTF"]
)
def test_its_pages_come_in(form: str, tmp_path: Path) -> None:
    make_publication("今日临江")
    file = tmp_path / "issue"
    file.write_bytes(PARTED[form])
    assert "3 imported" in run(file, publication="今日临江")
    found = [
        (page.number, page.articles.get().headline) for page in Page.objects.order_by("number")
    ]
    assert found == [(1, "北坡村修通生产路"), (2, "西沟村修通生产路"), (3, "东岭村修通生产路")]
    assert "3 unchanged" in run(file, publication="今日临江")
    assert [proof.faults for proof in verify(Page.objects.all())] == [[]] * 3


@pytest.mark.parametrize("form", PARTED)
def test_a_text_that_was_kept_without_its_sheets_is_read_as_it_was_kept(form: str) -> None:
    data = PARTED[form]
    encoding = decode(data).encoding
    now, *before = texts_of(data, encoding)
    assert before == [now.replace("\f", "")]
    document = read_source(data, Decoded(before[0], encoding))
    assert invariants.check(before[0], document) == []


def test_an_empty_sheet_and_one_that_only_begins_part_nothing() -> None:
    rows = "".join(
        f"<w:p><w:pPr>{OWN}</w:pPr>{f'<w:r><w:t>{line}</w:t></w:r>' if line else ''}</w:p>"
        for line in ("", "甲", "", "", "乙", "")
    )
    data = packed(word__document_xml=f"<w:document {W}><w:body>{rows}</w:body></w:document>")
    assert decode(data).text == "甲\n\n\n\f乙\n"


def test_a_sheet_of_rich_text_ends_once_and_not_above_the_first() -> None:
    shown = rb"{\rtf1\ansi\sect\sectd\pagebb a\par\pard\page\pagebb b\par\pard\sect\sectd c\par d}"
    assert decode(shown).text == "\na\n\fb\n\n\fc\nd"
    cells = rb"{\rtf1\ansi a\par\pagebb b\cell c\row\pard d}"
    assert decode(cells).text == "a\n\fb\tc\nd"
