"""The head of a page that came as a web page: what is printed, without what leads through the site.

A list of the issue's pages and the bar above all are no mottoes, and no folio where one is printed.
"""

from __future__ import annotations

from bisect import bisect_left

from .document import Span
from .headers import Header, read_header
from .lines import Line, Source
from .mastheads import Cluster

# What stands between the links of a navigation.
_BETWEEN_LINKS = " \t\n\u3000|/>»·-[]【】"


def read_head(
    source: Source,
    clusters: list[Cluster],
    navigation: list[Span],
    texts: tuple[int, int] | None = None,
) -> Header:
    """Return the header of a page whose text leads through the site where ``navigation`` says.

    The spans are in order. Such lines become the site's in the clusters. ``texts`` as in
    ``read_header``.
    """
    header = read_header(source, clusters, texts)
    if not navigation:
        return header
    left = (_printed(source, row, navigation) for row in clusters)
    printed = read_header(source, [row for row in left if row.lines], texts)
    header.masthead.mottoes = printed.masthead.mottoes
    header.masthead.channels = printed.masthead.channels
    if printed.page.label:
        header.page = printed.page
    return header


def _printed(source: Source, cluster: Cluster, navigation: list[Span]) -> Cluster:
    """Return a cluster without the lines that it gives to the site."""
    left = Cluster()
    for line in cluster.lines:
        role = cluster.roles[line.start]
        if _is_sites(source, line, role, navigation):
            cluster.roles[line.start] = "site"
        else:
            left.add(line, role)
    return left


def only_leads(source: Source, line: Line, navigation: list[Span]) -> bool:
    """Say whether a line holds nothing but what leads through the site."""
    left = list(source.text[line.start : line.end])
    for start, end in _spans_in(line, navigation):
        low, high = max(start - line.start, 0), min(end, line.end) - line.start
        left[low:high] = " " * (high - low)
    return not "".join(left).strip(_BETWEEN_LINKS)


def _is_sites(source: Source, line: Line, role: str, navigation: list[Span]) -> bool:
    """Say whether a line is the site's: a motto has no link in it, any other line is one whole."""
    if role == "motto":
        return bool(_spans_in(line, navigation))
    return only_leads(source, line, navigation)


def _spans_in(line: Line, navigation: list[Span]) -> list[Span]:
    first = bisect_left(navigation, line.start, key=lambda span: span[1])
    last = bisect_left(navigation, line.end, lo=first, key=lambda span: span[0])
    return [span for span in navigation[first:last] if span[1] > line.start]
