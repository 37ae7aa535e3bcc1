"""The small picture beside a story's entry in a list, cut to one shape round its focal point."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from markupsafe import Markup

from articles.first_pictures import picture_of, read_picture
from articles.models import Article
from paper.addresses import A_STORY, address, prefix
from paper.converters import USUAL
from paper.photo_sizes import CUT, OLDEST, formats

# A browser makes it this large before it knows the style.
WIDTH, HEIGHT = CUT[0] // 2, CUT[1] // 2


def list_picture(story: Article) -> Markup:
    """The picture of a story, ``""`` where it has none; its headline beside it is the link."""
    picture = picture_of(story)
    return _shown(picture, prefix()) if picture else Markup("")


def pictured_story(stories: Iterable[Article]) -> Article | None:
    """The first of some stories that has a picture."""
    return next((story for story in stories if picture_of(story)), None)


@lru_cache(maxsize=4096)
def _shown(picture: str, _prefix: str) -> Markup:
    key, point = read_picture(picture)
    # Put together, as a story's address: an archive has too many to keep each.
    any_photo = address("photo-cut", A_STORY, None, OLDEST).replace(str(A_STORY), str(key))
    cut = any_photo.removesuffix(f"{USUAL}.{OLDEST}") + (point.written if point else USUAL)
    sources = "".join(f'<source type="image/{form}" srcset="{cut}.{form}">' for form in formats())
    return Markup(  # noqa: S704  nothing in it was written by anybody
        f'<picture>{sources}<img src="{cut}.{OLDEST}" width="{WIDTH}"'
        f' height="{HEIGHT}" alt="" loading="lazy" decoding="async"></picture>'
    )
