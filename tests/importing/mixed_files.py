"""One file of each kind, and what becomes of it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

from tests.importing.epapers import picture
from tests.reading.test_manuscripts import docx, html, odt, rtf

# What becomes of each file, by its name.
FATES = {
    "01.txt": "imported",
    "02.docx": "imported",
    "03.odt": "imported",
    "04.rtf": "imported",
    "05.html": "imported",
    "06.md": "imported",
    "07/node_7.htm": "imported",
    "07/content_1.htm": "imported",
    "07/a.jpg": "imported",
    "broken.docx": "refused",
    "empty.txt": "refused",
    "inner.zip": "refused",
    "index.htm": "passed",
    "lonely.png": "passed",
    "scan.pdf": "passed",
    "style.css": "passed",
    "readme.md": "passed",
    ".hidden.txt": "passed",
    "~$02.docx": "passed",
    "Thumbs.db": "passed",
}


def lines(page: int) -> list[str]:
    return [
        f"第{page:02}版 民生",
        "2025年6月13日 星期五",
        "",
        f"我县部署第{page}项防汛工作",
        "",
        f"本报讯（记者 王明）6月12日，我县召开第{page}次防汛工作会议。",
    ]


def contents() -> dict[str, bytes]:
    """Return one file of each kind."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("09.txt", "\n".join(lines(9)))
    rows = lines(6)
    markdown = f"{rows[0]} {rows[1]}\n\n# {rows[3]}\n\n{rows[5]}\n\n**要闻** [更多](a.htm)\n"
    node = (
        "<html><body><p>2025年6月13日</p><p>第07版：教育</p>"
        "<ul id=titlelist><li><a href='content_1.htm'>学校开展防汛演练</a></li></ul></body></html>"
    )
    story = (
        "<html><body><p>2025年6月13日</p><article><h1>学校开展防汛演练</h1>"
        "<figure><img src='a.jpg'><figcaption>演练现场。</figcaption></figure>"
        "<p>本报讯 6月12日，学校开展防汛演练。</p></article></body></html>"
    )
    return {
        "01.txt": "\n".join(lines(1)).encode(),
        "02.docx": docx(*lines(2)),
        "03.odt": odt(*lines(3)),
        "04.rtf": rtf(*lines(4)),
        "05.html": html(*lines(5)),
        "06.md": markdown.encode(),
        "07/node_7.htm": node.encode(),
        "07/content_1.htm": story.encode(),
        "07/a.jpg": picture(7),
        "broken.docx": docx(*lines(8))[:300],
        "empty.txt": b"",
        "inner.zip": stream.getvalue(),
        "index.htm": b"<html><body><a href='07/'>2025</a> <a href='08/'>2024</a></body></html>",
        "lonely.png": b"\x89PNG\r\n\x1a\n",
        "scan.pdf": b"%PDF-1.4",
        "style.css": b"p{}",
        "readme.md": "# 说明".encode(),
        ".hidden.txt": b"x",
        "~$02.docx": b"x",
        "Thumbs.db": b"x",
    }


def told(report: list[dict[str, Any]], root: str) -> dict[str, str]:
    """Return what a report says of each file, by its name below ``root``."""
    found = {}
    for row in report:
        for part in [row, *row["parts"]]:
            found[part["name"].removeprefix(root)] = part["result"]
            assert part["result"] == "imported" or part["message"].endswith(".")
    return found


def folder_of(files: dict[str, bytes], root: Path) -> Path:
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    return root


def zip_of(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()
