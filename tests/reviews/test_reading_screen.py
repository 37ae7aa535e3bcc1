"""What the review screen shows a reader of it, and what it asks before an approval."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from articles.models import Article
from editorial.workflow import submit_page
from issues.models import Page
from reviews.comments import add_comment
from reviews.models import Approval, Notice
from tests.conftest import MakeOnce
from tests.make import import_page, make_photo, put_image
from tests.reviews.cast import asked_about, edit, fresh, make_cast, make_reviewed_page
from tests.reviews.desk import as_user, press, save_page_form, seen_in, states
from tests.samples import APRIL

pytestmark = pytest.mark.django_db
Made = tuple[dict[str, User], int]


@pytest.fixture(scope="module", autouse=True)
def made(make_once: MakeOnce[Made]) -> Made:
    def rows() -> Made:
        cast, page = make_cast(), make_reviewed_page(3)
        submit_page(page, by=cast["editor"])
        return cast, page.pk

    return make_once(rows)


@pytest.fixture
def cast(made: Made) -> dict[str, User]:
    return {name: User.objects.get(pk=row.pk) for name, row in made[0].items()}


@pytest.fixture
def page(made: Made) -> Page:
    return Page.objects.select_related("issue__publication").get(pk=made[1])


def screen(user: User, page: Page) -> str:
    return as_user(user).get(reverse("admin:review_page", args=[page.pk])).content.decode()


def approve(user: User, page: Page, *shown: Article, **more: str) -> str:
    client = as_user(user)
    data = {"seen": seen_in(client, page), "shown": [row.pk for row in shown], "all_read": ""}
    return press(client, page, "approve", **data | more)


def test_what_was_not_on_the_screen_is_asked_about(cast: dict[str, User], page: Page) -> None:
    one, two, three = page.articles.order_by("order")
    asked = approve(cast["first"], page, one)
    assert "2 stories of this page were not on your screen" in asked
    assert f"#story-{two.pk}" in asked
    assert f"#story-{one.pk}" not in asked
    assert not Approval.objects.exists()
    # The question carries along what was shown, so the answer is for the same texts.
    data = {"seen": re.findall(r'name="seen" value="([^"]+)"', asked), "stage": "first-review"}
    press(as_user(cast["first"]), page, "approve", **data)
    assert set(states(page)) == {"second-review"}
    assert "Approved 3" in approve(cast["second"], page, one, two, three)


def test_what_was_read_before_need_not_be_on_the_screen(cast: dict[str, User], page: Page) -> None:
    client = as_user(cast["first"])
    press(client, page, "read", seen=seen_in(client, page))
    edit(page.articles.order_by("order")[0], cast["editor"])
    asked = approve(cast["first"], page)
    assert "1 story of this page was not on your screen" in asked
    changed = page.articles.order_by("order")[0]
    assert "Approved 3" in approve(cast["first"], page, changed)


def test_who_returned_a_page_sees_what_changed_since(cast: dict[str, User], page: Page) -> None:
    client, story = as_user(cast["first"]), page.articles.order_by("order")[0]
    press(client, page, "return", seen=seen_in(client, page), reason="核对数字")
    edit(story, cast["reporter"], headline="第1篇改")
    submit_page(page, by=cast["editor"], confirmed=asked_about(*page.articles.all()))
    shown = screen(cast["first"], page)
    # One link leads past all of it, for who works with the keys.
    assert '<a href="#act">' in shown
    assert 'id="act"' in shown
    assert "Changed since you last read it" in shown
    assert shown.count("unchanged since you read it") == 2
    assert "not read yet" not in shown
    # Why it came back stands there, too.
    assert "核对数字" in shown
    assert "submitted again since" in shown


def test_a_text_that_was_not_on_the_screen_is_not_taken_as_read(
    cast: dict[str, User], page: Page
) -> None:
    client = as_user(cast["first"])
    seen = seen_in(client, page)
    edit(page.articles.order_by("order")[0], cast["editor"])
    press(client, page, "return", seen=seen, reason="核对")
    assert screen(cast["first"], page).count("not read yet") == 1


def test_one_returned_page_is_one_notice(cast: dict[str, User], page: Page) -> None:
    client = as_user(cast["first"])
    press(client, page, "return", seen=seen_in(client, page), reason="核对数字")
    home = as_user(cast["editor"]).get(reverse("admin:index"))
    (notice,) = home.context["home"]["notices"]
    assert (len(notice.stories), notice.words) == (3, "核对数字")
    as_user(cast["editor"]).post(reverse("admin:review_notice", args=[notice.pk]))
    assert not Notice.objects.filter(user=cast["editor"], seen_at=None).exists()


def test_a_second_return_takes_the_place_of_the_first(cast: dict[str, User], page: Page) -> None:
    for reason in ("核对数字", "标题太短"):
        client = as_user(cast["first"])
        press(client, page, "return", seen=seen_in(client, page), reason=reason)
        submit_page(page, by=cast["editor"], confirmed=asked_about(*page.articles.all()))
    client = as_user(cast["first"])
    press(client, page, "return", seen=seen_in(client, page), reason="还差一字")
    home = as_user(cast["editor"]).get(reverse("admin:index"))
    assert [row.words for row in home.context["home"]["notices"]] == ["还差一字"]


def test_reasons_and_comments_stand_where_the_work_is(cast: dict[str, User], page: Page) -> None:
    story = fresh(page.articles.order_by("order")[0])
    add_comment(story, "headline-0", "标题太短", by=cast["first"])
    client = as_user(cast["first"])
    press(client, page, "return", seen=seen_in(client, page), reason="核对数字")
    editor = as_user(cast["editor"])
    address = reverse("admin:issues_page_change", args=[page.pk])
    form = editor.get(address).content.decode()
    desk = reverse("admin:desk", args=[page.pk])
    for shown in (form, *(editor.get(f"{desk}{way}").content.decode() for way in ("", "?plain=1"))):
        assert "核对数字" in shown
        assert "标题太短" in shown
    save_page_form(editor, page)
    submit_page(page, by=cast["editor"], confirmed=asked_about(*page.articles.all()))
    assert "submitted again since" in editor.get(address).content.decode()


def test_photos_are_shown_to_who_may_see_them_and_to_nobody_else(
    cast: dict[str, User], page: Page
) -> None:
    story = page.articles.order_by("order")[0]
    photo = put_image(make_photo(story, "袋公园。"))
    make_photo(story, "没有图。")
    shown = screen(cast["first"], page)
    address = reverse("photo", args=[photo.pk])
    assert f'<a href="{address}" target="_blank"' in shown
    assert f'<img src="{address}"' in shown
    assert shown.count("As lists show it") == 1
    assert "The image itself is missing." in shown
    assert "has a photo without its image" in shown
    sent = as_user(cast["first"]).get(address)
    assert b"".join(sent) == b"jpeg"
    assert as_user(User.objects.create_user("reader")).get(address).status_code == 404


def test_hashes_belong_to_the_record(cast: dict[str, User], page: Page) -> None:
    assert "SHA-256" not in screen(cast["first"], page)


def test_the_source_stands_beside_its_stories_in_their_colours(cast: dict[str, User]) -> None:
    page = Page.objects.get(pk=import_page(APRIL, new_paper=True).page_id or 0)
    shown = screen(cast["first"], page)
    for place, story in enumerate(page.articles.order_by("order")[:4]):
        assert f'class="review-story tint-{place}" id="story-{story.pk}"' in shown
        named = rf'data-story="{story.pk}" id="source-{story.pk}"'
        assert re.search(rf'<span class="story tint-{place}[^>]*{named}', shown), place
    assert "breaks off" in shown
    # On a phone the source stands below the stories, and the Tab key goes the way of the page.
    places = [shown.index(f'class="{name}"') for name in ("review-stories", "source-pane")]
    assert places == sorted(places)
