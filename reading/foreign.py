"""What a source is when it is no text: known by its first bytes, or by the marks in it."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Foreign:
    """What bytes are in place of text, where that shows, and the way out, in both languages."""

    place: int
    looks: str
    remedy: str
    chinese: str


# (first bytes, what they are, what to do, both in Chinese)
_SIGNATURES = (
    (
        b"PK\x03\x04",
        "a zip archive or an Office document",
        "Unpack it, or save the text alone",
        "zip 压缩包或 Office 文档，不是文字。请解包或另存为纯文本",
    ),
    (
        b"PK\x05\x06",
        "an empty zip archive",
        "Pack the pages again",
        "空的 zip 压缩包，不是文字。请重新打包版面",
    ),
    (b"%PDF-", "a PDF", "Extract its text first", "PDF，不是文字。请先提取文字"),
    (
        b"\x89PNG\r\n\x1a\n",
        "a PNG image",
        "Run text recognition on it first",
        "PNG 图片，不是文字。请先做文字识别",
    ),
    (
        b"\xff\xd8\xff",
        "a JPEG image",
        "Run text recognition on it first",
        "JPEG 图片，不是文字。请先做文字识别",
    ),
    (
        b"GIF8",
        "a GIF image",
        "Run text recognition on it first",
        "GIF 图片，不是文字。请先做文字识别",
    ),
    (
        b"II*\x00",
        "a TIFF image",
        "Run text recognition on it first",
        "TIFF 图片，不是文字。请先做文字识别",
    ),
    (
        b"MM\x00*",
        "a TIFF image",
        "Run text recognition on it first",
        "TIFF 图片，不是文字。请先做文字识别",
    ),
    (b"\x1f\x8b", "a gzip archive", "Unpack it first", "gzip 压缩包，不是文字。请先解包"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "Unpack it first", "7z 压缩包，不是文字。请先解包"),
    (b"Rar!\x1a\x07", "a RAR archive", "Unpack it first", "RAR 压缩包，不是文字。请先解包"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old Office document",
        "Save it as plain text first",
        "旧版 Office 文档，不是文字。请先另存为纯文本",
    ),
    (
        b"\x7fELF",
        "a program",
        "Choose the text file of the page",
        "程序文件，不是文字。请选择版面的文本文件",
    ),
    (
        b"SQLite format 3\x00",
        "an SQLite database",
        "Choose the text file of the page",
        "SQLite 数据库，不是文字。请选择版面的文本文件",
    ),
    (
        b"%!PS",
        "PostScript",
        "Make a PDF of it and extract its text",
        "PostScript，不是文字。请转成 PDF 再提取文字",
    ),
    (b"BZh", "a bzip2 archive", "Unpack it first", "bzip2 压缩包，不是文字。请先解包"),
    (b"\xfd7zXZ\x00", "an xz archive", "Unpack it first", "xz 压缩包，不是文字。请先解包"),
    (
        b"RIFF",
        "a WebP image or a recording",
        "Choose the text file of the page",
        "WebP 图片或音像，不是文字。请选择版面的文本文件",
    ),
    (
        b"MIME-Version:",
        "a mail or a saved web page (MHTML)",
        "Open it, select all, copy, and paste the text",
        "邮件或网页存档（MHTML），不是纯文本。请打开后全选、复制、粘贴文字",
    ),
    (
        b"From: <Saved by",
        "a saved web page (MHTML)",
        "Open it and save it as HTML, or paste its text",
        "网页存档（MHTML），不是网页。请打开后另存为 HTML，或复制、粘贴文字",
    ),
    (
        b"<?xml",
        "XML",
        "Open it in its program and save it as plain text",
        "XML，不是纯文本。请用原来的软件打开，另存为纯文本",
    ),
)
# The tags that pages on the web are made of; a text in which one or two stand is a text.
_TAG = re.compile(
    rb"</?(?:html|head|body|title|meta|link|style|script|div|p|br|hr|span|h[1-6]|a|img|font|b|i|em"
    rb"|strong|ul|ol|li|dl|dt|dd|table|tbody|tr|t[dh]|center|section|article|blockquote|figure"
    rb"|input|form)(?:\s[^<>]{0,300})?\s*/?>",
    re.IGNORECASE,
)
_WHOLE_PAGE = re.compile(rb"\s{0,64}<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
# A web page among other parts, in codes of mail.
_ARCHIVED = (b"MIME-Version:", b"From: <Saved by")
_FEWEST_TAGS = 3
# So much of a text in UTF-16 is looked at.
_LONGEST_OPENING = 2**16


def find_foreign(data: bytes) -> Foreign | None:
    """Return what bytes are when they are no text, or None."""
    start = len(data) - len(data.lstrip(b"\xef\xbb\xbf \t\r\n"))
    for magic, *words in _SIGNATURES:
        for place in {0, start}:
            if data.startswith(magic, place):
                return Foreign(place, *words)
    return None


def is_web_page(data: bytes) -> bool:
    """Say whether bytes are a web page's source: its first tag, or several of its tags."""
    if data.startswith(_ARCHIVED):
        return False
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data[:_LONGEST_OPENING].decode("utf-16", "replace").encode()
    if _WHOLE_PAGE.match(data.removeprefix(b"\xef\xbb\xbf")):
        return True
    return sum(1 for _ in zip(_TAG.finditer(data), range(_FEWEST_TAGS), strict=False)) == (
        _FEWEST_TAGS
    )
