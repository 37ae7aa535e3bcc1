"""What an older reader made of the page of June, wrongly."""

from __future__ import annotations

from collections.abc import Callable

from reading.document import PageDocument, Story

Older = Callable[[PageDocument], object]


def joined(story: Story, at: int) -> None:
    """What an older reader made of two paragraphs: one."""
    first, second = story.paragraphs[at : at + 2]
    story.paragraphs[at : at + 2] = [first + second]
    for place, segment in enumerate(story.segments):
        if segment.part == "paragraph" and segment.index > at:
            story.segments[place] = type(segment)(
                segment.part, segment.index - 1, segment.span, segment.rule, segment.sure
            )


def two_in_one(document: PageDocument) -> None:
    """What an older reader made of the first two stories: one."""
    first, second = document.articles[:2]
    first.paragraphs += [second.kicker + second.headline, *second.paragraphs]
    first.spans += second.spans
    first.segments = []
    del document.articles[1]


def one_too_many(document: PageDocument) -> None:
    """What an older reader took for a story: the hotline."""
    line = document.furniture.pop()
    story = Story(paragraphs=["新闻热线：58129999"], spans=[line.span])
    document.articles.insert(0, story)


def first_joined(document: PageDocument) -> None:
    joined(document.articles[0], 0)
