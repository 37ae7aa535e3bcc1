"""A comment stays on its words, whatever is changed round them."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.models import Article
from editorial.workflow import Action, change_state
from reviews.anchors import place_of
from reviews.comments import add_comment
from reviews.models import Comment
from reviews.passages import passages_of
from tests.reviews.cast import edit, make_cast, make_reviewed_story
from tests.wishes import text

BODY = ["会议的开幕式在昨天举行。", "新桥的主体工程完工。", "新桥的引桥明年通车。"]


def remark(paragraph: int, quote: str, text: list[str] = BODY) -> Comment:
    start = text[paragraph].index(quote)
    return Comment(
        part="paragraph", index=paragraph, start=start, end=start + len(quote), quote=quote
    )


def where(comment: Comment, new: list[str], old: list[str] | None = BODY) -> tuple[int, int] | None:
    """Return paragraph and offset at which the comment stands in ``new``."""
    before = text(paragraphs=old) if old is not None else None
    place = place_of(comment, before, list(passages_of(text(paragraphs=new))))
    return (place[0].index, place[1]) if place else None


@pytest.mark.parametrize(
    ("new", "wanted"),
    [
        (BODY, (1, 2)),
        (["导语的一段。", *BODY], (2, 2)),
        ([BODY[1], BODY[2]], (0, 2)),
        ([BODY[0], "本报讯：新桥的主体工程已完工。", BODY[2]], (1, 6)),
        ([BODY[0], "新桥主体工程完工。", BODY[2]], None),
        ([BODY[0], BODY[1] + BODY[2]], (1, 2)),
        ([BODY[0], BODY[2]], None),
    ],
    ids=["unchanged", "one before", "one less", "round it", "itself", "joined", "gone"],
)
def test_one_character_is_followed_through_edits(
    new: list[str], wanted: tuple[int, int] | None
) -> None:
    # 的 stands in every paragraph: only its own place is the right one.
    assert where(remark(1, "的"), new) == wanted


@pytest.mark.parametrize(
    ("new", "wanted"),
    [
        ("😀镇长张明𬭎说，张明𬭎同志和𬭎字都要写对。", (0, 10)),
        ("镇长张明说，张明𬭎同志和𬭎字都要写对。", (0, 8)),
        ("县长、镇长张明𬭎🎉🎉说，张明𬭎同志和𬭎字都要写对。", (0, 14)),
        ("镇长张明𬭎说，张明鋐同志和𬭎字都要写对。", None),
    ],
    ids=["emoji before", "one less before", "more before", "itself"],
)
def test_characters_outside_the_first_plane_are_one_each(
    new: str, wanted: tuple[int, int] | None
) -> None:
    old = "镇长张明𬭎说，张明𬭎同志和𬭎字都要写对。"
    comment = Comment(part="paragraph", index=0, start=9, end=10, quote="𬭎")
    assert where(comment, [new], [old]) == wanted


def test_a_split_paragraph_keeps_the_words_that_stand_once() -> None:
    assert where(remark(1, "工程完工"), [BODY[0], "新桥的主体", "工程完工。", BODY[2]]) == (2, 0)


def test_without_the_text_of_its_time_only_words_that_stand_once_are_found() -> None:
    moved = ["导语。", *BODY]
    assert where(remark(1, "主体"), moved, old=None) == (2, 3)
    assert where(remark(1, "新桥"), moved, old=None) is None


@pytest.fixture
def cast(db: None) -> dict[str, User]:
    return make_cast()


def shown(user: User, story: Article) -> str:
    client = Client()
    client.force_login(user)
    answer = client.get(reverse("admin:review_page", args=[story.page_id]))
    return answer.content.decode()


def test_the_screen_marks_the_words_where_they_stand_now(cast: dict[str, User]) -> None:
    story = edit(make_reviewed_story(), cast["reporter"], paragraphs=BODY)
    story = change_state(story, Action.SUBMIT, by=cast["editor"])
    comment = add_comment(story, "paragraph-1", "核对", by=cast["first"], quote="主体工程")
    mark = f'<a class="marked-comment" href="#comment-{comment.pk}">主体工程</a>'
    assert mark in shown(cast["first"], story)
    story = edit(story, cast["editor"], paragraphs=["导语。", "本报讯：" + BODY[1]])
    page = shown(cast["first"], story)
    assert mark in page
    assert "on an earlier version" in page
    edit(story, cast["editor"], paragraphs=["导语。", "本报讯：新桥的主体部分完工。"])
    page = shown(cast["first"], story)
    assert '"marked-comment"' not in page
    assert "on words that were changed since" in page
