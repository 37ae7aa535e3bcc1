"""A small invented corpus: two pages of a paper that does not exist, and one page of another."""

from __future__ import annotations

import json
import lzma
from pathlib import Path
from typing import Any

PAPER, OTHER = "北溪日报", "南岭晚报"


def story(order: int, headline: str, *texts: str, **more: Any) -> dict[str, Any]:
    """Return a row of a corpus; a text may name its kind: ``subhead|守住一江清水``."""
    paragraphs = [text.rpartition("|") for text in texts]
    return {
        "paper": PAPER,
        "date": "2024-05-06",
        "page": 2,
        "order": order,
        "kicker": "",
        "headline": headline,
        "deck": "",
        "raw_byline": "",
        "paragraphs": [{"kind": kind or "body", "text": text} for kind, _, text in paragraphs],
        **more,
    }


FLOOD = "本报讯（记者 王明）5月5日，县里召开防汛工作会议，要求各乡镇压实责任，确保安全度汛。"
STREET = "本报讯（记者 赵亮）5月4日，老街改造工程完工，惠及居民一千余户，街坊们都说好。"
MORE = "施工队白天修路、夜里清场，只用了四十天，比原来的计划早了半个月，没有耽误大家做生意。"
ROWS = [
    story(2, "老街改造惠及千户居民", STREET, MORE, "footer|版权所有，未经授权不得转载"),
    story(1, "我县部署防汛工作", FLOOD, "body?|（完）", kicker="县委召开会议", raw_byline="王明"),
    story(1, "白沙镇修通水渠", FLOOD * 3, date="2024-05-07"),
    story(2, "石塘镇办起书屋", STREET, date="2024-05-07"),
    story(1, "南岭镇举行龙舟赛", FLOOD, paper=OTHER, date="2024-05-08"),
    story(2, "青石镇茶叶丰收", STREET, paper=OTHER, date="2024-05-08"),
    story(1, "一页只有一篇的不算", STREET, date="2024-05-09"),
    story(1, "不全的版面不算", STREET, date="2024-05-10", page_complete=False),
    story(2, "不全的版面也不算", FLOOD, date="2024-05-10", page_complete=False),
]


def write_corpus(folder: Path, rows: list[dict[str, Any]] = ROWS) -> Path:
    """Write the rows as a corpus, half of them compressed; return the folder."""
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    half = len(lines) // 2
    (folder / "first.jsonl").write_text("\n".join(lines[:half]) + "\n\n", encoding="utf-8")
    packed = lzma.compress("\n".join(lines[half:]).encode("utf-8"))
    (folder / "second.jsonl.xz").write_bytes(packed)
    return folder
