"""Broken and hostile files, made from seeds: cut, shaken, nested, looping, bursting, misnamed."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Iterator

from reading.bound_files import bind
from tests.reading.test_manuscripts import ODT, W, docx, html, odt, packed, rtf

KINDS = ("txt", "docx", "odt", "rtf", "html", "md", "epaper", "zip")
SUFFIXES = (".txt", ".docx", ".odt", ".rtf", ".html", ".md", ".zip")


def lines(seed: int) -> list[str]:
    return [
        f"第{seed % 8 + 1:02}版 民生",
        f"2025年6月{seed % 27 + 1}日",
        "",
        f"我县部署第{seed}项防汛工作",
        "",
        f"本报讯（记者 王明）6月12日，我县召开第{seed}次防汛工作会议。",
    ]


def whole(kind: str, seed: int) -> bytes:
    """Return a sound file of a kind."""
    rows = lines(seed)
    head, day, _gap, title, _space, text = rows
    if kind in ("docx", "odt", "rtf", "html"):
        return {"docx": docx, "odt": odt, "rtf": rtf, "html": html}[kind](*rows)
    if kind == "md":
        return f"{head} {day}\n\n# {title}\n\n{text}\n".encode()
    story = (
        f"<html><body><p>{day}</p><p>{head}</p><article><h1>{title}</h1><img src=a.jpg>"
        f"<p>{text}</p></article></body></html>"
    ).encode()
    if kind == "epaper":
        node = f"<html><body><p>{day}</p><p>{head}</p><a href=c.htm>{title}</a></body></html>"
        return bind([("n.htm", node.encode()), ("c.htm", story)], (300, 400))
    if kind == "zip":
        return zipped({"a.txt": "\n".join(rows).encode(), "b.htm": story})
    return "\n".join(rows).encode()


def zipped(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def shaken(data: bytes, chance: random.Random) -> bytes:
    found = bytearray(data)
    for _time in range(chance.randint(1, 40)):
        found[chance.randrange(len(found))] = chance.randrange(256)
    return bytes(found)


def mixed(data: bytes, chance: random.Random) -> bytes:
    """Put a part of the file to another place, twice, or leave it out."""
    low, high = sorted((chance.randrange(len(data)), chance.randrange(len(data))))
    at = chance.randrange(len(data))
    return data[:low] + data[high:] if chance.random() < 0.4 else data[:at] + data[low:high] * 3


def nested(kind: str, chance: random.Random) -> bytes:
    """Return something that is nested deeper than anything that people make."""
    depth = chance.choice((500, 5_000, 40_000))
    if kind == "docx":
        body = "<w:tbl><w:tr><w:tc>" * depth + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * depth
        return packed(word__document_xml=f"<w:document {W}><w:body>{body}</w:body></w:document>")
    if kind == "odt":
        body = "<text:section>" * depth + "</text:section>" * depth
        return packed(
            mimetype="application/vnd.oasis.opendocument.text",
            content_xml=f"<office:document-content {ODT}><office:body>{body}</office:body>"
            "</office:document-content>",
        )
    opening = {"rtf": b"{", "md": b"> ", "txt": "（".encode(), "zip": b"PK\x03\x04"}
    start = {"rtf": b"{\\rtf1 ", "md": b"# a\n\n", "html": b"<html><body>"}.get(kind, b"")
    return start + opening.get(kind, b"<div class=story><h1>") * depth


def bursting(kind: str, chance: random.Random) -> bytes:
    """Return something small that unpacks to something very large, or goes on without end."""
    size = chance.choice((30, 80)) << 20
    if kind == "docx":
        return zipped({"word/document.xml": b" " * size})
    if kind == "odt":
        mime = b"application/vnd.oasis.opendocument.text"
        return zipped({"mimetype": mime, "content.xml": b"<" * size})
    if kind == "zip":
        return zipped({"a.txt": b"x" * size, "b.htm": b"<p>" * (size // 3)})
    if kind == "rtf":
        return b"{\\rtf1 " + b"\\u20013?" * 40_000 + b"\\bin99999999 "
    if kind == "md":
        return b"# a\n\n" + b"[" * 60_000 + b"*a " * 20_000
    if kind in ("html", "epaper"):
        loop = "".join(f"<a href='{name}'>第{name}版</a>" for name in range(9_000))
        return f"<html><body><h1>甲乙</h1><p>文。</p>{loop}<!--<title>".encode()
    return "第1版".encode() * 60_000


MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (cut, shaken, mixed)


def broken_files(count: int) -> Iterator[tuple[str, bytes]]:
    """Yield names and contents; the same seed gives the same file."""
    for seed in range(count):
        chance = random.Random(seed)
        kind = KINDS[seed % len(KINDS)]
        way = seed // len(KINDS) % 6
        suffix = ".htm" if kind == "epaper" else f".{kind}"
        if way == 3:
            data = nested(kind, chance)
        elif way == 4:
            data = bursting(kind, chance)
        else:
            data = MUTATIONS[way % 3](whole(kind, seed), chance)
        if way == 5:
            suffix = chance.choice(SUFFIXES)
        yield f"{seed:03}/page{suffix}", data
