"""Word processors' files and web pages are read as a person sees them, or refused by a sentence."""

from __future__ import annotations

import io
import random
import time
import zipfile
from pathlib import Path

import pytest

from importing.kept_encodings import texts_of
from issues.models import Page, Source
from reading import invariants, office_files, read_page
from reading.bound_files import KIND, bind
from reading.decoding import Decoded, UndecodableSource, decode
from reading.office_lists import numeral
from reading.sources import read_source
from tests.importing.test_import_pages import run
from tests.make import make_publication
from tests.reading.trial_pages import names

LINES = [
    "第02版 民生",
    "2025年6月13日 星期五",
    "",
    "我县部署防汛工作",
    "",
    "本报讯（记者 王𬭎）6月12日，我县召开防汛工作会议。",
    "",
    "会议要求，各乡镇要压实责任。",
]
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ODT = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
)


def packed(**members: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return stream.getvalue()


def docx(*lines: str, more: str = "") -> bytes:
    rows = "".join(f"<w:p><w:pPr/><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    return packed(word__document_xml=f"<w:document {W}><w:body>{rows}{more}</w:body></w:document>")


def odt(*lines: str, more: str = "") -> bytes:
    rows = "".join(f"<text:p>{line}</text:p>" for line in lines)
    body = f"<office:body><office:text>{rows}{more}</office:text></office:body>"
    return packed(
        mimetype="application/vnd.oasis.opendocument.text",
        content_xml=f"<office:document-content {ODT}>{body}</office:document-content>",
    )


def locked(content: str) -> bytes:
    """Return ODT with a password, as this and the next version of the format have it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(content, b"\x8c\x01")
        archive.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
    return stream.getvalue()


def rtf(*lines: str) -> bytes:
    def coded(char: str) -> str:
        if char < "\x80":
            return char
        try:
            return "".join(f"\\'{byte:02x}" for byte in char.encode("gbk"))
        except UnicodeEncodeError:
            data = char.encode("utf-16-le")
            pairs = zip(data[::2], data[1::2], strict=True)
            return "".join(
                f"\\u{(low + 256 * high + 32768) % 65536 - 32768}?" for low, high in pairs
            )

    text = "\\par\n".join("".join(map(coded, line)) for line in lines)
    head = "{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0 SimSun;}}{\\*\\generator Writer;}\\uc1 "
    return f"{head}{text}}}".encode("ascii")


def html(*lines: str) -> bytes:
    rows = "".join(f"<p>{line}</p>" for line in lines if line)
    head = "<head><meta charset='gbk'><title>临江数字报</title><style>p{color:red}</style></head>"
    text = f"<!DOCTYPE html><html>{head}<body><!--enpcontent-->{rows}<script>if(1<2)x()</script>"
    return (text + "</body></html>").encode("gb18030")


HIDDEN = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>乙</w:t></w:r>"
SHOWN = "vanish w:val='0'"
MAKERS = {"docx": docx, "odt": odt, "rtf": rtf, "html": html}


@pytest.mark.parametrize("kind", MAKERS)
def test_a_page_is_the_same_in_every_kind_of_file(kind: str) -> None:
    data = MAKERS[kind](*LINES)
    decoded = decode(data)
    assert decoded.encoding == kind
    assert decoded.text in texts_of(data, kind)
    document = read_page(decoded.text)
    assert (document.issue.date, document.page.number) == ("2025-06-13", 2)
    (story,) = document.articles
    assert (story.headline, names(story)) == ("我县部署防汛工作", [("记者", "王𬭎")])
    assert story.paragraphs[1] == "会议要求，各乡镇要压实责任。"


@pytest.mark.django_db
@pytest.mark.parametrize("kind", MAKERS)
def test_it_is_imported_with_its_bytes_as_the_source(kind: str, tmp_path: Path) -> None:
    make_publication("今日临江")
    (tmp_path / f"page.{kind}").write_bytes(data := MAKERS[kind](*LINES))
    assert "1 imported" in run(tmp_path, publication="今日临江")
    assert Page.objects.get().number == 2
    source = Source.objects.get()
    assert (source.received, source.encoding) == (data, kind)
    assert "1 unchanged" in run(tmp_path, publication="今日临江")


def test_what_nobody_sees_in_a_document_is_left_out() -> None:
    row = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    more = (
        "<w:p><w:del><w:r><w:t>删去</w:t></w:r></w:del><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t>"
        "<w:br/><w:instrText>PAGE</w:instrText><w:t>丙</w:t></w:r></w:p>"
        f"<w:tbl><w:tr>{row.format('雨量')}{row.format('水位')}</w:tr></w:tbl>"
    )
    assert decode(docx(more=more)).text == "甲\t乙\n丙\n雨量\t水位\n"
    more = "<text:p>甲<text:note>脚注</text:note><text:s text:c='2'/>乙<text:tab/>丙</text:p>"
    assert decode(odt(more=more)).text == "甲  乙\t丙\n"
    page = b"<html><body><div style='display:none'>a<div>b</div></div><p>c&amp;d<br>e</p></body>"
    assert decode(page).text == "c&d\ne\n"
    shown = rb"{\rtf1\ansi{\info{\author X}}a\tab b\line c\{d\}{\pict 0102}\~e}"
    assert decode(shown).text == "a\tb\nc{d}\xa0e"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (docx(more=f"<w:p><w:r><w:t>甲</w:t></w:r>{HIDDEN}</w:p>"), "甲\n"),
        (docx(more=f"<w:p>{HIDDEN.replace('vanish', SHOWN)}</w:p>"), "乙\n"),
        (rb"{\rtf1\ansi a{\deleted b{c}}{\v d}e\v f\v0 g\deleted h\plain i}", "aeg"),
        (rb"{\rtf1\ansi a{\v b\plain c}{\*\x d\v0 e}f}", "acf"),
        (rb"{\rtf1\ansi a{\pict\bin6 }}{{\u}b{\bin1 -c}d{\bin-1 e}f}", "abcdef"),
        (b"# a\n\n<!-- b\n# c -->\n\nd<!-- e -->f\n\n<!-- g\n", "a\n\ndf\n\n<!-- g\n"),
        (b"<html><body><p>a<ruby>b<rp>(</rp><rt>c</rt><rp>)</rp></ruby>d</p></body>", "abd\n"),
    ],
)
def test_what_is_set_as_hidden_or_tells_how_to_say_a_word_is_left_out(
    data: bytes, text: str
) -> None:
    assert decode(data).text == text


def test_a_web_page_in_utf_16_is_one() -> None:
    assert decode("<html><body><h1>防汛</h1><p>会议。".encode("utf-16")).text == "防汛\n\n会议。\n"


@pytest.mark.parametrize("head", ["MIME-Version: 1.0", "From: <Saved by Blink>"])
def test_a_web_page_among_the_parts_of_a_mail_is_refused_by_its_name(head: str) -> None:
    page = f"{head}\r\nContent-Type: multipart/related\r\n\r\n<html><body><p>会议。</p></body>"
    with pytest.raises(UndecodableSource, match="MHTML"):
        decode(page.encode())


def test_a_web_page_and_markdown_are_in_the_encoding_that_they_say_or_refused() -> None:
    text = "町議会は来年度の予算を可決した。"
    page = f"<html><head><meta charset=CHARSET></head><body><p>{text}</p></body></html>"
    for codec, name in (("cp932", "shift_jis"), ("euc_jp", "euc-jp"), ("utf-8", "utf-8")):
        assert decode(page.replace("CHARSET", name).encode(codec)).text == f"{text}\n"
    for codec in ("cp932", "euc_jp", "iso2022_jp"):
        with pytest.raises(UndecodableSource, match="no encoding that is read here"):
            decode(page.encode(codec))
        with pytest.raises(UndecodableSource, match="which is not read here"):
            decode(f"# {text}\n{text}".encode(codec))
    assert decode(rb"{\rtf1\ansi\ansicpg932 \'92\'ac}").text == "町"


def test_rows_of_two_cells_with_tabs_are_of_the_story_above() -> None:
    rows = [
        *LINES,
        "村名\t户数",
        "南塘\t120",
        "南塘乡油茶喜获丰收",
        "本报讯（记者 张慧）农户们忙。",
    ]
    first, second = read_page("\n".join(rows)).articles
    assert (len(first.paragraphs), second.headline) == (4, "南塘乡油茶喜获丰收")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (docx(*LINES)[:-120], "zip archive"),
        (packed(word__document_xml="<w:document"), "broken or cut"),
        (packed(word__document_xml="<a/>"), "broken or cut"),
        (
            packed(word__document_xml='<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
            "declares entities or a type",
        ),
        (
            packed(
                word__document_xml=f"<w:document {W}><w:body/></w:document>",
                word__numbering_xml='<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
            ),
            "declares entities or a type",
        ),
        (docx(more="<w:sdt>" * 400 + "</w:sdt>" * 400), "200 deep"),
        (odt(more="<text:list>" * 300 + "</text:list>" * 300), "200 deep"),
        (docx(more="<w:p/>" * 60_000), "more paragraphs"),
        (
            docx(more=f"<w:p {' '.join(f'a{at}=' + repr('') for at in range(500_000))}/>"),
            "attributes",
        ),
        (b"<html><body>a" + b"<p>" * 200_001, "more than 200,000 tags"),
        (b"{\\rtf1 a" + b"\\par" * 600_000, "more than 600,000 parts"),
        (locked("content.xml"), "is encrypted"),
        (locked("encrypted-package"), "is encrypted"),
        (rb"{\rtf1\ansi text {\pict\bin2147483647 x}}", "picture at byte 23"),
        *((rtf(*LINES)[:-end], "send the whole file again") for end in (1, 2, 30)),
        (rtf(*LINES)[: rtf(*LINES).index(rb"\par") + 4], "a closing brace is missing"),
        (docx(), "holds no text"),
        (odt(), "holds no text"),
        (b"{\\rtf1\\ansi}", "holds no text"),
        (b"<html><body><img src=a></body></html>", "holds no text"),
    ],
)
def test_a_broken_file_is_refused_with_a_sentence(data: bytes, words: str) -> None:
    with pytest.raises(UndecodableSource, match=words) as refusal:
        decode(data)
    assert refusal.value.chinese.endswith("。")


def test_a_document_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_files, "MOST_UNPACKED", 2**20)
    with pytest.raises(UndecodableSource, match="unpacks to more than 1 MB"):
        decode(docx("0" * 2**21))


def test_damaged_files_of_any_kind_end_in_a_text_or_a_sentence() -> None:
    rng = random.Random(13)
    whole = [make(*LINES) for make in MAKERS.values()]
    said = []
    for _ in range(300):
        data = bytearray(rng.choice(whole))
        for _ in range(rng.randrange(1, 8)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        try:
            read_page(decode(bytes(data[: rng.randrange(40, len(data) + 1)])).text)
        except UndecodableSource as error:
            said.append(str(error))
    assert said
    assert all(sentence.endswith((".", "?")) for sentence in said)


@pytest.mark.parametrize(
    "part",
    ["<!--", "<a ", "<div hidden>", "<div>", "<![CDATA[", "&", "<p><!-- --><", "</p", "<script>"],
)
def test_a_web_page_costs_what_its_length_is_whatever_stays_open(part: str) -> None:
    data = b"<html><body>text " + part.encode() * 30_000
    start = time.process_time()
    assert decode(data).text.startswith("text")
    assert time.process_time() - start < 3


@pytest.mark.parametrize("part", [rb"{", rb"}", rb"\u", rb"\'", rb"\'4", rb"{\*", rb"\bin2 "])
def test_rich_text_costs_what_its_length_is_whatever_stays_open(part: bytes) -> None:
    start = time.process_time()
    closed = b"}" * (30_000 * part.count(b"{") + 1)
    assert "text" in decode(rb"{\rtf1\ansi text " + part * 30_000 + closed).text
    assert time.process_time() - start < 3


def styled(*rows: tuple[str, str]) -> bytes:
    """Return DOCX whose paragraphs have these styles."""
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'
        for style, text in rows
    )
    named = {"1": "heading 1", "2": "heading 2", "a3": "Title", "a": "Normal"}
    styles = "".join(
        f'<w:style w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in named.items()
    )
    own = '<w:style w:styleId="x"><w:name w:val="版题"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr>'
    return packed(
        word__document_xml=f"<w:document {W}><w:body>{body}</w:body></w:document>",
        word__styles_xml=f"<w:styles {W}>{styles}{own}</w:style></w:styles>",
    )


TOLD = [
    ("我县部署防汛工作", ["6月12日，我县召开防汛工作会议。", "会议要求，各乡镇要压实责任。"]),
    ("杨梅红了 果农笑了", ["连日来，东山镇的果农正忙着采摘杨梅。", "“今年的杨梅又大又甜。”"]),
]


def stories_in(data: bytes) -> list[tuple[str, list[str]]]:
    decoded = decode(data)
    document = read_source(data, decoded)
    assert (document.issue.date, document.page.number) == ("2025-06-13", 2)
    return [(one.headline, one.paragraphs) for one in document.articles]


@pytest.mark.parametrize("style", ["1", "2", "x"])
def test_a_heading_of_a_document_begins_a_story(style: str) -> None:
    rows = [("a", "第02版 民生"), ("a", "2025年6月13日 星期五")]
    for headline, paragraphs in TOLD:
        rows += [(style, headline), *(("a", text) for text in paragraphs)]
    assert stories_in(styled(*rows)) == TOLD


def test_a_heading_of_a_document_for_open_programs_begins_a_story() -> None:
    more = "".join(
        f'<text:h text:outline-level="1">{headline}</text:h>'
        + "".join(f"<text:p>{text}</text:p>" for text in paragraphs)
        for headline, paragraphs in TOLD
    )
    assert stories_in(odt("第02版 民生", "2025年6月13日 星期五", more=more)) == TOLD


def test_a_lower_heading_of_a_document_stays_with_its_story() -> None:
    (first, paragraphs), second = TOLD
    rows = [("a", "第02版 民生"), ("a", "2025年6月13日 星期五"), ("1", first)]
    rows += [("a", paragraphs[0]), ("2", "压实责任"), ("a", paragraphs[1])]
    rows += [("1", second[0]), *(("a", text) for text in second[1])]
    found = stories_in(styled(*rows))
    assert found == [(first, [paragraphs[0], "压实责任", paragraphs[1]]), second]


@pytest.mark.parametrize("style", ["1", "a3"])
def test_the_title_of_a_document_is_no_story(style: str) -> None:
    rows = [(style, "临江报"), ("a", "第02版 民生"), ("a", "2025年6月13日 星期五")]
    for headline, paragraphs in TOLD:
        rows += [("2", headline), *(("a", text) for text in paragraphs)]
    assert stories_in(styled(*rows)) == TOLD


def test_how_many_pages_a_masthead_tells_is_not_which_page_it_is() -> None:
    rows = [("1", "临江报"), ("a", "2025年6月13日 星期五 第123期 今日4版")]
    for headline, paragraphs in TOLD:
        rows += [("2", headline), *(("a", text) for text in paragraphs)]
    data = styled(*rows)
    document = read_source(data, decode(data))
    assert (document.issue.page_count, document.page.number) == (4, 1)


def test_a_row_of_a_document_with_headings_keeps_its_cells() -> None:
    cells = "".join(
        f"<w:tc><w:p><w:r><w:t>{one}</w:t></w:r></w:p></w:tc>" for one in ("雨量", "水位")
    )
    heading = '<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:r><w:t>水情</w:t></w:r></w:p>'
    more = f"{heading}{heading}<w:tbl><w:tr>{cells}</w:tr></w:tbl>"
    assert "雨量\t水位" in decode(docx(more=more)).text


def listed(*rows: tuple[str, str], numbering: str, styles: str = "") -> bytes:
    """Return DOCX of paragraphs with these properties, and these forms of lists."""
    body = "".join(
        f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        for properties, text in rows
    )
    return packed(
        word__document_xml=f"<w:document {W}><w:body>{body}</w:body></w:document>",
        word__numbering_xml=f"<w:numbering {W}>{numbering}</w:numbering>",
        word__styles_xml=f"<w:styles {W}>{styles}</w:styles>",
    )


def level(at: int, form: str, text: str, more: str = "") -> str:
    start = "" if "w:start" in more else "<w:start w:val='1'/>"
    told = f"<w:numFmt w:val='{form}'/><w:lvlText w:val='{text}'/>{start}{more}"
    return f"<w:lvl w:ilvl='{at}'>{told}</w:lvl>"


def item(number: int, at: int = 0) -> str:
    return f"<w:numPr><w:ilvl w:val='{at}'/><w:numId w:val='{number}'/></w:numPr>"


def test_a_list_of_a_document_has_its_numbers() -> None:
    forms = "".join(
        [
            level(0, "chineseCounting", "（%1）"),
            level(1, "decimal", "%2."),
            level(2, "lowerLetter", "%3)", "<w:suff w:val='space'/>"),
            level(3, "decimal", "%2.%4", "<w:start w:val='3'/>"),
        ]
    )
    numbering = (
        f"<w:abstractNum w:abstractNumId='7'>{forms}</w:abstractNum>"
        f"<w:abstractNum w:abstractNumId='8'>{level(0, 'bullet', '-')}</w:abstractNum>"
        "<w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num>"
        "<w:num w:numId='2'><w:abstractNumId w:val='7'/><w:lvlOverride w:ilvl='0'>"
        "<w:startOverride w:val='9'/></w:lvlOverride></w:num>"
        "<w:num w:numId='3'><w:abstractNumId w:val='8'/></w:num>"
    )
    style = f"<w:style w:styleId='p'><w:name w:val='条'/><w:pPr>{item(1)}</w:pPr></w:style>"
    by_style = "<w:pStyle w:val='p'/>"
    rows = [
        *((item(1), "甲"), (item(1, 1), "乙"), (item(1, 1), "丙"), (item(1, 2), "丁")),
        *((item(1, 3), "戊"), (by_style, "己"), (item(1, 1), "庚"), ("", "辛")),
        *((item(2), "壬"), (item(2), "癸"), (item(3), "子"), (item(0), "丑"), (item(99), "寅")),
        (by_style + item(0), "卯"),
    ]
    told = "（一）甲|1. 乙|2. 丙|a) 丁|2.3 戊|（二）己|1. 庚|辛|（九）壬|（十）癸|子|丑|寅|卯"
    data = listed(*rows, numbering=numbering, styles=style)
    assert decode(data).text.split() == told.replace("|", "\n").split()
    assert "甲\n乙\n丙\n丁\n戊\n己\n" in texts_of(data, "docx")[1]


def test_a_list_of_a_document_for_open_programs_has_its_numbers() -> None:
    styles = (
        '<text:list-style xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
        'style:name="L"><text:list-level-style-number text:level="1" style:num-suffix="）" '
        'style:num-prefix="（" style:num-format="一, 二, 三, ..."/><text:list-level-style-number '
        'text:level="2" style:num-suffix="." style:num-format="1"/></text:list-style>'
    )
    inner = "<text:list><text:list-item><text:p>乙</text:p></text:list-item></text:list>"
    more = (
        f"{styles}<text:list text:style-name='L'><text:list-item><text:p>甲</text:p>{inner}"
        "</text:list-item><text:list-item><text:p>丙</text:p><text:p>丁</text:p></text:list-item>"
        "</text:list><text:p>戊</text:p><text:list text:style-name='L' "
        "text:continue-numbering='true'><text:list-item><text:p>己</text:p></text:list-item>"
        "<text:list-item text:start-value='11'><text:p>庚</text:p></text:list-item></text:list>"
    )
    told = "（一）甲\n1. 乙\n（二）丙\n丁\n戊\n（三）己\n（十一）庚\n"
    assert decode(odt(more=more)).text == told


def test_headings_for_open_programs_have_the_numbers_of_their_outline() -> None:
    styles = (
        '<text:outline-style xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0">'
        '<text:outline-level-style text:level="1" style:num-format="一, 二, 三, ..." '
        'style:num-suffix="、"/><text:outline-level-style text:level="2" style:num-format="1" '
        'text:display-levels="2"/></text:outline-style>'
    )
    rows = [("1", "甲", ""), ("2", "乙", ""), ("2", "丙", ""), ("1", "丁", ""), ("2", "戊", "")]
    rows += [("1", "己", 'text:is-list-header="true"'), ("3", "庚", "")]
    rows += [("1", "辛", 'text:restart-numbering="true" text:start-value="9"')]
    more = "".join(
        f'<text:h text:outline-level="{at}" {own}>{text}</text:h>' for at, text, own in rows
    )
    told = ["一、甲", "一.1乙", "一.2丙", "二、丁", "二.1戊", "己", "庚", "九、辛"]
    assert [
        line.replace(" ", "") for line in decode(odt(more=styles + more)).text.split("\n") if line
    ] == told


def test_a_list_of_a_web_page_has_its_numbers() -> None:
    page = """<html><body><ol><li>甲<li><p>乙</p><ol type=a><li>丙</li></ol></li><li value=7>丁</li>
    <LI><a href=x>戊</a></LI></OL><OL start="3" reversed><li>己</li><li><b>庚</b></li></OL>
    <ol reversed><li>辛<li>壬</ol><ul><li>癸</li></ul><ol style="list-style-type:none"><li>子</ol>
    <ol style="list-style: inside cjk-ideographic"><li>丑<li>寅</ol></body></html>"""
    told = "1. 甲|2. 乙|a. 丙|7. 丁|戊|3. 己|2. 庚|2. 辛|1. 壬|癸|子|一、丑|二、寅"
    text = decode(page.encode()).text
    assert [line for line in text.split("\n") if line] == told.split("|")
    assert "甲\n" in texts_of(page.encode(), "html")[1]


def test_a_list_of_an_e_paper_has_its_numbers_and_what_was_kept_has_none() -> None:
    rows = "<li>6月12日，我县召开会议。</li><li>会议要求，各乡镇要抓好落实。</li>"
    page = f"<html><body><article><h1>我县部署防汛工作</h1><ol>{rows}</ol></article></body></html>"
    data = bind([("a.html", page.encode())])
    now = decode(data)
    before = Decoded(texts_of(data, KIND)[1], KIND)
    for decoded, number in ((now, "1. "), (before, "")):
        document = read_source(data, decoded)
        (story,) = document.articles
        assert story.paragraphs[0] == f"{number}6月12日，我县召开会议。"
        assert invariants.check(decoded.text, document) == []


def test_a_list_of_markdown_has_its_numbers() -> None:
    data = "# 清单\n\n3. 甲\n4. 乙\n   1) 丙\n\n- 丁\n\n**a** [b](c)\n".encode()
    assert decode(data).text.split("\n")[2:6] == ["3. 甲", "4. 乙", "1) 丙", "丁"]


@pytest.mark.parametrize(
    ("form", "number", "text"),
    [
        *(
            ("chineseCounting", at, text)
            for at, text in ((10, "十"), (21, "二十一"), (110, "一百一十"))
        ),
        *(
            ("chineseCountingThousand", at, text)
            for at, text in ((103, "一百零三"), (2000, "二千"))
        ),
        *(("upperRoman", 14, "XIV"), ("lowerLetter", 28, "bb"), ("decimalZero", 3, "03")),
        *(("decimalEnclosedCircle", 12, "⑫"), ("decimalEnclosedCircle", 21, "21")),
        *(("chineseLegalSimplified", 12, "拾贰"), ("ideographTraditional", 3, "丙")),
        *(
            ("decimalFullWidth", 12, "１２"),
            ("unheard of", 5, "5"),
            ("upperRoman", 10**9, "1000000000"),
        ),
    ],
)
def test_a_number_is_written_in_the_form_of_its_list(form: str, number: int, text: str) -> None:
    assert numeral(number, form) == text


CENTRED = "<w:jc w:val='center'/>"
BOLD, LARGE = "<w:b/>", "<w:sz w:val='36'/>"


def looking(*rows: tuple[str, str, str]) -> bytes:
    """Return DOCX of paragraphs with these properties, of the paragraph and of its words."""
    body = "".join(
        f"<w:p><w:pPr>{own}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"
        for own, run, text in rows
    )
    return packed(word__document_xml=f"<w:document {W}><w:body>{body}</w:body></w:document>")


FOLIO = [(CENTRED, BOLD + LARGE, "第02版 民生"), (CENTRED, BOLD, "2025年6月13日 星期五")]


@pytest.mark.parametrize(("own", "run"), [(CENTRED, BOLD), ("", LARGE), (CENTRED, LARGE)])
def test_a_line_that_looks_like_a_headline_begins_a_story(own: str, run: str) -> None:
    rows = [*FOLIO]
    for headline, paragraphs in TOLD:
        rows += [(own, run, headline), *(("", "", text) for text in paragraphs)]
    assert stories_in(looking(*rows)) == TOLD
    small = [(one, sign.replace(BOLD, ""), text) for one, sign, text in rows]
    if own and run == BOLD:
        assert decode(looking(*small)).html == ""


def test_a_bold_line_among_larger_headlines_is_of_its_story() -> None:
    (first, paragraphs), second = TOLD
    rows = [
        *FOLIO,
        *((CENTRED, LARGE, first), (CENTRED, "", "本报记者 王明"), ("", "", paragraphs[0])),
        *((CENTRED, BOLD, "压实责任"), ("", "", paragraphs[1])),
        *((CENTRED, "<w:sz w:val='28'/>", "东山镇喜获丰收"), (CENTRED, LARGE, second[0])),
        *(("", "", text) for text in second[1]),
    ]
    data = looking(*rows)
    one, two = read_source(data, decode(data)).articles
    assert (one.headline, names(one)) == (first, [("记者", "王明")])
    assert one.paragraphs == [paragraphs[0], "压实责任", paragraphs[1]]
    assert (two.kicker, two.headline, two.paragraphs) == ("东山镇喜获丰收", *second)


def test_lines_of_a_document_that_is_bold_throughout_are_no_headlines() -> None:
    rows = [*FOLIO, *((CENTRED, BOLD, f"春风拂过第{at}条小巷") for at in range(1, 12))]
    assert decode(looking(*rows)).html == ""


def test_a_look_of_a_document_for_open_programs_comes_from_its_styles() -> None:
    style = (
        '<office:automatic-styles xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
        'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0">'
        '<style:style style:name="P1"><style:paragraph-properties fo:text-align="center"/>'
        '</style:style><style:style style:name="P2" style:parent-style-name="P1">'
        '<style:text-properties fo:font-weight="bold"/></style:style></office:automatic-styles>'
    )
    more = style + "".join(
        f'<text:p text:style-name="P2">{headline}</text:p>'
        + "".join(f"<text:p>{text}</text:p>" for text in paragraphs)
        for headline, paragraphs in TOLD
    )
    assert stories_in(odt("第02版 民生", "2025年6月13日 星期五", more=more)) == TOLD


def test_rich_text_that_was_kept_as_it_was_cut_is_proved_as_before() -> None:
    data = rtf(*LINES)[:-1]
    assert texts_of(data, "rtf") == texts_of(rtf(*LINES), "rtf")
