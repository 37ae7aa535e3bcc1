"""Which paper a page belongs to: by its nameplate, its organ line and its sponsor.

Where the page does not say, or says something else than was expected, it is asked; never guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from django.contrib.auth.models import User

from audit import log as audit
from audit.sentences import gettext as _
from editorial.misplaced import void_misplaced
from editorial.surroundings import is_public
from importing.placement import Ask, ImportOptions, Refused
from issues.models import Page, Publication
from proofing.similarity import one_apart
from reading.document import Masthead, PageDocument
from reading.nameplates import agree, is_name
from reading.plates import place_in

# The first two characters of a line name its place, but for 中共.
PLACE = 2
# So many papers are named in a question.
NEAREST = 3


def choose_publication(
    document: PageDocument,
    options: ImportOptions,
    papers: list[Publication] | None = None,
    *,
    described: bool = False,
    nameplate: str = "",
) -> Publication:
    """Return the paper whose organ and sponsor lines the masthead has.

    ``papers`` are all there are, where the caller has them; one that is made is added to them.
    The first of a database is made. Beside others an unknown masthead is a question, for one
    misread character must not found a paper; unless a document describes its paper in so many
    words. So is a ``nameplate`` of another paper than the one that was found or named, and one
    that is all the first page of a database prints. Raises ``Refused`` with the question.
    """
    if papers is None:
        papers = list(Publication.objects.order_by())
    found = known_publication(document, options, papers, described=described, nameplate=nameplate)
    if found is not None:
        if options.publication:
            return found
        return _completed(found, document, _new_name(found, papers, nameplate), by=options.by)
    papers.append(_made(document.masthead, options.paper_name.strip() or nameplate))
    return papers[-1]


def known_publication(
    document: PageDocument,
    options: ImportOptions,
    papers: list[Publication],
    *,
    described: bool = False,
    nameplate: str = "",
) -> Publication | None:
    """Return the one of ``papers`` that a page is of, ``None`` for a new one.

    Raises ``Refused`` as ``choose_publication`` does. Nothing is written.
    """
    found = options.publication or _known(document, options, papers, described, nameplate)
    if found is None or options.any_nameplate or not _is_of_another(nameplate, found, papers):
        return found
    if options.publication or not options.new_paper:
        raise _other_nameplate(nameplate, found, papers)
    return None


def _known(
    document: PageDocument,
    options: ImportOptions,
    papers: list[Publication],
    described: bool,
    nameplate: str,
) -> Publication | None:
    """Return the paper that is here, ``None`` for a new one. Raises ``Refused``."""
    masthead = document.masthead
    if not (masthead.organ or masthead.sponsor):
        return _by_name(papers, nameplate, options)
    matching = [paper for paper in papers if _matches(paper, document)]
    if not matching:
        matching = [paper for paper in papers if _completes(paper, document)]
    named = [paper for paper in matching if nameplate and paper.name == nameplate]
    if len(matching) == 1 or named:
        return (named or matching)[0]
    likely = matching or [paper for paper in papers if _resembles(paper, document)]
    if options.new_paper and not (likely or nameplate or options.paper_name):
        # Of a paper that has begun with a nameplate alone this may be the organ line.
        bare = [paper for paper in papers if not (paper.organ or paper.sponsor)]
        if bare:
            raise _question(likely, bare, document, nameplate)
    if not options.new_paper and (likely or (papers and not described)):
        raise _question(likely, papers, document, nameplate)
    return None


def _by_name(
    papers: list[Publication], nameplate: str, options: ImportOptions
) -> Publication | None:
    """Return the paper of a page without organ line and sponsor. Raises ``Refused``."""
    named = [paper for paper in papers if nameplate and paper.name == nameplate] or [
        paper for paper in papers if nameplate and _is_called(paper, nameplate)
    ]
    if len(named) == 1:
        return named[0]
    unnamed = [paper for paper in papers if nameplate and _is_unnamed(paper)]
    placed = [paper for paper in unnamed if county_of(paper.name) in nameplate]
    if len(placed) == 1:
        return placed[0]
    if unnamed and options.new_paper and not options.paper_name:
        if options.any_nameplate and len(unnamed) == 1:
            return unnamed[0]
        raise _question_of_name(nameplate, unnamed)
    if options.new_paper and (nameplate or (options.paper_name.strip() and not papers)):
        return None
    if nameplate and not papers:
        text = _(
            "The page prints no organ line, only the name %(name)s."
            " Shall a paper of this name be begun?"
        )
        raise Refused(text % {"name": nameplate}, ask=Ask.NEW_PAPER)
    return _only(papers)


def _is_unnamed(paper: Publication) -> bool:
    """Whether a paper was begun by a page that prints no name, and is called after its lines."""
    return paper.name in (paper.organ, paper.sponsor) and not is_name(paper.name, surely=True)


def _new_name(paper: Publication, papers: list[Publication], nameplate: str) -> str:
    """Return the nameplate of a paper that was begun without one, ``""`` where it has a name."""
    taken = any(row.name == nameplate for row in papers)
    return nameplate if nameplate and not taken and _is_unnamed(paper) else ""


def _question_of_name(nameplate: str, unnamed: list[Publication]) -> Refused:
    text = _(
        "The page prints the name %(name)s and no organ line; %(papers)s is called after its organ"
        " line. Are they one paper? If not, say what the new paper is called."
    )
    papers = _(", ").join(row.name for row in unnamed[:NEAREST])
    text %= {"name": nameplate, "papers": papers}
    return Refused(text, ask=Ask.NAMEPLATE, papers=unnamed[:NEAREST])


def _is_of_another(nameplate: str, paper: Publication, papers: list[Publication]) -> bool:
    """Whether a page's nameplate is another paper's, known or not."""
    if not nameplate or _is_called(paper, nameplate):
        return False
    known = any(row.name == nameplate for row in papers)
    return known or (is_name(paper.name) and not _is_unnamed(paper))


def _is_called(paper: Publication, nameplate: str) -> bool:
    """Whether a nameplate may be a paper's, or names a channel of it, as 平阳融媒 one of 平阳报."""
    if agree(paper.name, nameplate) or nameplate in paper.channels.splitlines():
        return True
    lines = f"{paper.name}\n{paper.organ}\n{paper.sponsor}"
    return nameplate.endswith("融媒") and place_in(nameplate) in lines


def _other_nameplate(nameplate: str, paper: Publication, papers: list[Publication]) -> Refused:
    text = _("The page prints the name %(name)s, not %(paper)s. Is it a page of that paper?")
    others = [row for row in papers if row.name == nameplate]
    near = [*others, *(row for row in papers if row not in others)]
    near.sort(key=lambda row: (row not in others, row != paper))
    return Refused(
        text % {"name": nameplate, "paper": paper}, ask=Ask.NAMEPLATE, papers=near[:NEAREST]
    )


def _question(
    likely: list[Publication], papers: list[Publication], document: PageDocument, nameplate: str
) -> Refused:
    """Return the question whether this is a new paper, or one of these misread."""
    masthead = document.masthead
    near = nearest(masthead, papers, first=likely)
    printed = "／".join(filter(None, [masthead.organ, masthead.sponsor]))
    if likely:
        known = likely[0]
        text = _("Is this “%(paper)s”? Its masthead reads %(printed)s, not %(known)s.") % {
            "paper": known,
            "printed": printed,
            "known": "／".join(filter(None, [known.organ, known.sponsor])),
        }
    else:
        text = _(
            "The masthead reads %(printed)s, which is no paper that is here. Is it a new paper, or"
            " one of yours misread? The nearest are: %(papers)s."
        ) % {
            "printed": "／".join(filter(None, [nameplate, printed])),
            "papers": _(", ").join(map(str, near)),
        }
    return Refused(text, ask=Ask.NEW_PAPER, papers=near)


def nearest(
    masthead: Masthead, papers: Sequence[Publication], first: Sequence[Publication] = ()
) -> list[Publication]:
    """Return the papers whose lines come nearest to the masthead's."""

    def likeness(paper: Publication) -> tuple[bool, float]:
        pairs = [(masthead.organ, paper.organ), (masthead.sponsor, paper.sponsor)]
        ratio = max(SequenceMatcher(None, one, other).ratio() for one, other in pairs)
        mine, its = ({county_of(pair[side]) for pair in pairs} - {""} for side in (0, 1))
        return bool(mine & its), ratio

    rest = sorted((row for row in papers if row not in first), key=likeness, reverse=True)
    return [*first, *rest][:NEAREST]


def _made(masthead: Masthead, name: str) -> Publication:
    given = name or masthead.organ or masthead.sponsor
    if Publication.objects.filter(name=given).exists():
        text = _("There is a paper “%(name)s” already. Give the new one a name of its own.")
        raise Refused(text % {"name": given}, ask=Ask.NEW_PAPER)
    paper = Publication.objects.create(
        # The masthead does not always print the name; the editors put it right in the admin.
        name=given,
        organ=masthead.organ,
        sponsor=masthead.sponsor,
        hotline=masthead.hotline,
        channels="\n".join(masthead.channels),
        mottoes="\n".join(masthead.mottoes),
    )
    audit.note(paper)
    return paper


def _only(papers: list[Publication]) -> Publication:
    if len(papers) == 1:
        return papers[0]
    if not papers:
        raise Refused(
            _(
                "The page has no masthead and there is no paper yet."
                " Name the new paper, or import a front page first."
            ),
            ask=Ask.NEW_PAPER,
        )
    raise Refused(
        _("The page has no masthead. Which paper is it? There are: %(names)s.")
        % {"names": _(", ").join(paper.name for paper in papers)},
        ask=Ask.PAPER,
        papers=papers[:NEAREST],
    )


def _matches(paper: Publication, document: PageDocument) -> bool:
    """Whether every line that the masthead prints is the paper's own."""
    masthead = document.masthead
    return masthead.organ in ("", paper.organ) and masthead.sponsor in ("", paper.sponsor)


def _completes(paper: Publication, document: PageDocument) -> bool:
    """Whether the masthead prints the line that the paper lacks, and both are of one place.

    A masthead does not print both lines every day: 中共平阳县委机关报 and 平阳县融媒体中心主办.
    """
    masthead = document.masthead
    pairs = [(masthead.organ, paper.organ), (masthead.sponsor, paper.sponsor)]
    if any(printed and known and printed != known for printed, known in pairs):
        return False
    places = {county_of(line) for pair in pairs for line in pair if line}
    if not (paper.organ or paper.sponsor):
        # All that is known of it is its name, which may say its place.
        return all(place in paper.name for place in places)
    return len(places) == 1


def county_of(line: str) -> str:
    """Return the place that an organ's or a sponsor's line begins with."""
    return line.removeprefix("中共")[:PLACE]


def _completed(
    paper: Publication, document: PageDocument, name: str, *, by: User | None
) -> Publication:
    """Fill in the line that was not printed before, and the ``name`` of a paper that has none.

    What is there is never changed, nor what readers would see: a finding asks for a proposal
    (``findings.masthead``).
    """
    printed = {"organ": document.masthead.organ, "sponsor": document.masthead.sponsor}
    missing = {key: line for key, line in printed.items() if line and not getattr(paper, key)}
    if name:
        missing["name"] = name
    if not missing or is_public(paper):
        return paper
    for key, value in missing.items():
        setattr(paper, key, value)
    paper.save(update_fields=list(missing))
    audit.note(paper, only=list(missing))
    void_misplaced(Page.objects.filter(issue__publication=paper), by=by or "import")
    return paper


def _resembles(paper: Publication, document: PageDocument) -> bool:
    masthead = document.masthead
    pairs = [(masthead.organ, paper.organ), (masthead.sponsor, paper.sponsor)]
    return any(a and b and (a == b or one_apart(a, b)) for a, b in pairs)
