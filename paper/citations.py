"""How a story is cited: GB/T 7714-2015, BibTeX, RIS, and the names that Zotero reads in a page."""

from __future__ import annotations

import re

from articles.models import Article
from paper.story_parts import bylines_of, deck_alone

# Who only took the pictures is no author of the text.
PICTURES = frozenset({"摄", "摄影", "供图", "图"})
# GB/T 7714-2015, 8.1.2: of more than three authors the first three are named.
NAMED = 3
LATEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{mark: f"\\{mark}" for mark in "{}&%$#_"},
}


def writers(article: Article) -> list[str]:
    """The names of those who wrote it, each once; of a photo story those who took it."""
    rows = list(bylines_of(article))
    texts = [row for row in rows if row.role not in PICTURES] or rows
    return list(dict.fromkeys(row.contributor.name for row in texts))


def whole_title(article: Article, headline: str) -> str:
    """Headline and deck in one line, as a list of references has them."""
    deck = deck_alone(article.deck)
    return "：".join(" ".join(part.split()) for part in (headline, deck) if part)


def as_reference(article: Article, headline: str) -> str:
    """丁文祥. 数字革命与竞争国际化[N]. 中国青年报, 2000-11-20(15)."""
    people, issue = writers(article), article.page.issue
    names = ", ".join(people[:NAMED]) + (", 等" if len(people) > NAMED else "")
    before = f"{names}. " if names else ""
    place = f"{issue.publication.name}, {issue.date.isoformat()}({article.page.label})"
    return f"{before}{whole_title(article, headline)}[N]. {place}."


def as_bibtex(article: Article, headline: str, address: str) -> str:
    """One entry; BibTeX has no kind for a paper's story, so it is an ``article``."""
    issue = article.page.issue
    fields = {
        "author": " and ".join(f"{{{_latex(name)}}}" for name in writers(article)),
        "title": f"{{{_latex(whole_title(article, headline))}}}",
        "journal": _latex(issue.publication.name),
        "date": issue.date.isoformat(),
        "year": str(issue.date.year),
        "month": str(issue.date.month),
        "day": str(issue.date.day),
        "number": issue.numbers,
        "pages": article.page.label,
        "entrysubtype": "newspaper",
        "language": "chinese",
        "url": address,
    }
    rows = (f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@article{{story-{article.pk},\n{''.join(rows)}}}\n"


def as_ris(article: Article, headline: str, address: str) -> str:
    """One reference; RIS ends its lines with CR and LF."""
    issue = article.page.issue
    rows = [
        ("TY", "NEWS"),
        ("TI", whole_title(article, headline)),
        *(("AU", name) for name in writers(article)),
        ("T2", issue.publication.name),
        ("DA", f"{issue.date:%Y/%m/%d}/"),
        ("PY", str(issue.date.year)),
        ("IS", issue.numbers),
        ("SP", article.page.label),
        ("SE", article.section),
        ("PB", issue.publication.sponsor),
        ("LA", "zh-CN"),
        ("UR", address),
    ]
    lines = [f"{name}  - {' '.join(value.split())}" for name, value in rows if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def citation_rows(article: Article, headline: str, address: str) -> list[tuple[str, str]]:
    """``citation_*`` and Dublin Core; ``z:itemType`` tells Zotero that this is a paper's story."""
    issue = article.page.issue
    people = writers(article)
    title = whole_title(article, headline)
    paper = issue.publication
    rows = [
        ("z:itemType", "newspaperArticle"),
        ("citation_title", title),
        *(("citation_author", name) for name in people),
        ("citation_journal_title", paper.name),
        ("citation_publication_date", f"{issue.date:%Y/%m/%d}"),
        ("citation_issue", issue.numbers),
        ("citation_firstpage", article.page.label),
        ("citation_publisher", paper.sponsor),
        ("citation_language", "zh-CN"),
        ("citation_public_url", address),
        ("DC.title", title),
        *(("DC.creator", name) for name in people),
        ("DC.publisher", paper.sponsor or paper.name),
        ("DC.date", issue.date.isoformat()),
        ("DC.source", paper.name),
        ("DC.type", "Text"),
        ("DC.format", "text/html"),
        ("DC.language", "zh-CN"),
        ("DC.identifier", address),
    ]
    return [row for row in rows if row[1]]


def _latex(text: str) -> str:
    return re.sub(r"[\\{}&%$#_~^]", lambda found: LATEX[found[0]], " ".join(text.split()))
