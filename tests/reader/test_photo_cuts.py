"""The small pictures of lists: cut round the focal point, and only for a story's readers."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from articles.focal_points import Point, cut_box, usual_point
from articles.models import Article, Photo
from issues.models import Page
from search import entries
from tests.make import make_byline, make_photo, make_story, make_user, put_image

pytestmark = pytest.mark.django_db
THIRDS = ("red", "lime", "blue")
SIZES = {"lying": (900, 300), "standing": (300, 900)}


def striped(size: tuple[int, int], kind: str = "JPEG") -> bytes:
    """A picture of three colours, side by side or one above the other."""
    image = Image.new("RGB", size)
    width, height = size
    for place, colour in enumerate(THIRDS):
        box = (width // 3, height) if width > height else (width, height // 3)
        left, top = (place * box[0], 0) if width > height else (0, place * box[1])
        image.paste(colour, (left, top, left + box[0], top + box[1]))
    data = BytesIO()
    image.save(data, kind)
    return data.getvalue()


def make_cut(
    size: tuple[int, int] = SIZES["lying"], point: Point | None = None, *, published: bool = True
) -> Photo:
    words = {"section": "要闻", "headline": "开工", "body": "项目开工。"}
    story = make_story(Page.objects.first(), published=published, **words)
    photo = put_image(make_photo(story), striped(size))
    if point:
        photo.focus_x, photo.focus_y = point
        photo.save()
    entries.refresh([story.pk])
    return photo


def address(photo: Photo, form: str = "webp", point: str = "") -> str:
    point = point or (photo.focus.written if photo.focus else "usual")
    return f"/photos/{photo.pk}/cut-{point}.{form}"


def colour_of(data: bytes) -> str:
    """Which of the three colours is in the middle."""
    image = Image.open(BytesIO(data)).convert("RGB")
    shares = image.getpixel((image.width // 2, image.height // 2))
    assert isinstance(shares, tuple)
    return THIRDS[shares.index(max(shares))]


@pytest.mark.parametrize("form", ["avif", "webp", "jpg"])
def test_a_cut_has_one_shape_in_each_form(client: Client, form: str) -> None:
    for size in (*SIZES.values(), (1500, 400)):
        answer = client.get(address(make_cut(size), form))
        kind = "jpeg" if form == "jpg" else form
        assert answer.headers["Content-Type"] == f"image/{kind}"
        with Image.open(BytesIO(answer.content)) as image:
            assert image.width * 2 == image.height * 3
            assert image.width == 288


@pytest.mark.parametrize(
    ("size", "point", "colour"),
    [
        ("lying", None, "lime"),
        ("lying", Point(10, 50), "red"),
        ("lying", Point(90, 50), "blue"),
        ("standing", Point(50, 20), "red"),
        ("standing", Point(50, 50), "lime"),
        ("standing", Point(0, 100), "blue"),
    ],
)
def test_it_is_cut_round_the_focal_point(
    client: Client, size: str, point: Point | None, colour: str
) -> None:
    answer = client.get(address(make_cut(SIZES[size], point)))
    assert colour_of(answer.content) == colour


@given(
    st.tuples(st.integers(1, 5000), st.integers(1, 5000)),
    st.integers(0, 100),
    st.integers(0, 100),
)
def test_a_cut_lies_in_its_picture_and_holds_the_point(
    size: tuple[int, int], x: int, y: int
) -> None:
    left, top, right, bottom = cut_box(size, (3, 2), Point(x, y))
    width, height = size
    near = 1e-6
    assert -near <= left <= width * x / 100 + near
    assert width * x / 100 - near <= right <= width + near
    assert -near <= top <= height * y / 100 + near
    assert height * y / 100 - near <= bottom <= height + near
    assert (right - left) * 2 == pytest.approx((bottom - top) * 3)
    assert right - left == pytest.approx(width) or bottom - top == pytest.approx(height)


def test_who_looks_out_of_a_standing_picture_is_in_its_upper_third() -> None:
    assert usual_point(300, 900).y < 50
    assert usual_point(900, 300) == usual_point(500, 500) == (50, 50)


def test_a_small_picture_is_not_made_larger(client: Client) -> None:
    answer = client.get(address(make_cut((90, 60))))
    with Image.open(BytesIO(answer.content)) as image:
        assert image.size == (90, 60)


def test_what_lets_the_paper_through_stands_on_white(client: Client) -> None:
    data = BytesIO()
    Image.new("RGBA", (600, 400), (0, 0, 0, 0)).save(data, "PNG")
    photo = put_image(make_photo(make_story(published=True)), data.getvalue(), "a.png")
    with Image.open(BytesIO(client.get(address(photo, "jpg")).content)) as image:
        assert image.convert("RGB").getpixel((9, 9)) == (255, 255, 255)


def test_another_focal_point_is_another_address(client: Client) -> None:
    photo = make_cut(point=Point(10, 50))
    before = address(photo)
    known = {"If-None-Match": client.get(before).headers["ETag"]}
    assert client.get(before, headers=known).status_code == 304
    photo.focus_x = 90
    photo.save()
    # Nor does it answer to who has the former one.
    assert client.get(before).status_code == 404
    assert client.get(before, headers=known).status_code == 404
    assert client.get(address(photo, point="usual")).status_code == 404
    assert colour_of(client.get(address(photo)).content) == "blue"


@pytest.mark.parametrize("name", ["cut-usual.gif", "cut-101-3.webp", "cut-050-50.webp", "cut-.jpg"])
def test_there_is_no_other_cut(client: Client, name: str) -> None:
    assert client.get(f"/photos/{make_cut().pk}/{name}").status_code == 404


def test_what_is_no_picture_has_no_cut(client: Client) -> None:
    photo = put_image(make_photo(make_story(published=True)), b"none")
    assert client.get(address(photo)).status_code == 404


def test_a_cut_goes_with_its_story(client: Client) -> None:
    photo = make_cut()
    assert client.get(address(photo)).status_code == 200
    Article.objects.update(status="withdrawn")
    assert client.get(address(photo)).status_code == 410


def test_a_cut_of_a_draft_is_for_staff_only(client: Client) -> None:
    photo = make_cut(published=False)
    assert client.get(address(photo)).status_code == 404
    client.force_login(make_user("editor", "view_article"))
    assert client.get(address(photo)).headers["Cache-Control"] == "private, no-store"


def lists_of(story: Article, other: Article) -> list[str]:
    """Each list in which a story stands, and the story beside which it is offered."""
    author = make_byline(story, "林鑫").contributor
    make_byline(other, "林鑫")
    return [
        "/stories/",
        "/sections/要闻/",
        reverse("author", args=[author.pk]),
        "/search/?q=开工",
        "/issues/",
        f"/issues/{story.page.issue.date}/",
        other.get_absolute_url(),
    ]


def test_each_list_shows_the_first_picture_beside_the_headline(client: Client) -> None:
    bare = make_story(published=True, section="要闻", headline="开工之后", body="项目完工。")
    photo = make_cut(point=Point(17, 83))
    story = photo.article
    # Without an image it is none; a later one is not shown.
    photo.order = 1
    photo.save()
    story.photos.create(order=0)
    put_image(story.photos.create(order=2), striped((600, 400)))
    entries.refresh([bare.pk])
    for path in lists_of(story, bare):
        text = client.get(path).content.decode()
        assert text.count('class="cut"') == 1, path
        assert f'<img src="{address(photo, "jpg")}" width="144" height="96" alt=""' in text, path
        assert f'<source type="image/avif" srcset="{address(photo, "avif")}">' in text, path
        assert 'loading="lazy"' in text


def test_a_list_shows_no_picture_of_what_is_not_public(client: Client) -> None:
    photo = make_cut(published=False)
    other = make_story(photo.article.page, published=True, section="要闻", body="开工")
    entries.refresh([other.pk])
    for path in lists_of(photo.article, other):
        if not path.startswith("/authors/"):
            assert "/photos/" not in client.get(path).content.decode(), path
