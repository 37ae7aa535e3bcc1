"""What a reader takes along of a story: a QR code, a card, a reference."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
import segno
from django.test import Client
from PIL import Image, ImageFont
from pytest_django import Settings

from articles.models import Article
from editorial.withdrawals import withdraw
from paper import card
from tests.make import make_administrator, make_byline, make_issue, make_page, make_story

pytestmark = pytest.mark.django_db
SITE = "https://paper.example"


@pytest.fixture
def story(settings: Settings) -> Article:
    settings.SITE_ADDRESS = SITE
    page = make_page(make_issue("2025-06-13", 4403), 2, name="要闻")
    story = make_story(
        page,
        published=True,
        headline="拼干劲 亮实绩",
        deck="100% {实}_干",
        section="要闻",
        body="昨天开工。",
    )
    make_byline(story, "曹文倩")
    make_byline(story, "林鑫", "摄")
    return story


def take(client: Client, story: Article, name: str) -> str:
    response = client.get(f"/articles/{story.pk}/{name}")
    assert response.status_code == 200
    assert response.headers["X-Robots-Tag"] == "noindex"
    return response.content.decode()


def test_the_code_is_of_the_one_address(client: Client, story: Article) -> None:
    shown = take(client, story, "qr.svg")
    target = BytesIO()
    address = f"{SITE}/articles/{story.pk}/"
    segno.make(address, error="m", micro=False).save(
        target, kind="svg", scale=4, border=4, light="#fff"
    )
    assert shown == target.getvalue().decode()
    page = client.get(story.get_absolute_url()).content.decode()
    assert f'src="/articles/{story.pk}/qr.svg"' in page
    assert f'value="{address}"' in page


def test_a_reference_is_as_the_standard_has_it(client: Client, story: Article) -> None:
    wanted = "曹文倩. 拼干劲 亮实绩：100% {实}_干[N]. 海口县报, 2025-06-13(2).\n"
    assert take(client, story, "cite.txt") == wanted
    assert wanted.strip() in client.get(story.get_absolute_url()).content.decode()


def test_of_more_than_three_authors_three_are_named(client: Client, story: Article) -> None:
    for name in ("张三", "李四", "王五"):
        make_byline(story, name)
    assert take(client, story, "cite.txt").startswith("曹文倩, 张三, 李四, 等. ")


def test_bibtex_keeps_every_mark_of_the_headline(client: Client, story: Article) -> None:
    text = take(client, story, "cite.bib")
    assert text.startswith(f"@article{{story-{story.pk},\n")
    assert r"title = {{拼干劲 亮实绩：100\% \{实\}\_干}}," in text
    assert "pages = {2}," in text
    assert "date = {2025-06-13}," in text
    plain = text.replace(r"\{", "").replace(r"\}", "")
    assert plain.count("{") == plain.count("}")


def test_ris_names_paper_day_and_page(client: Client, story: Article) -> None:
    rows = take(client, story, "cite.ris").split("\r\n")
    assert rows[0] == "TY  - NEWS"
    assert {"AU  - 曹文倩", "T2  - 海口县报", "DA  - 2025/06/13/", "SP  - 2"} <= set(rows)
    assert rows[-2:] == ["ER  - ", ""]


def test_a_page_tells_zotero_what_it_is(client: Client, story: Article) -> None:
    text = client.get(story.get_absolute_url()).content.decode()
    told = dict(re.findall(r'<meta name="([^"]+)" content="([^"]*)">', text))
    assert told["z:itemType"] == "newspaperArticle"
    assert told["citation_title"] == told["DC.title"] == "拼干劲 亮实绩：100% {实}_干"
    assert told["citation_author"] == "曹文倩"
    assert told["citation_journal_title"] == "海口县报"
    assert told["citation_publication_date"] == "2025/06/13"
    assert told["citation_firstpage"] == "2"
    assert told["DC.date"] == "2025-06-13"
    assert told["DC.identifier"] == f"{SITE}/articles/{story.pk}/"


@pytest.mark.parametrize("name", ["qr.svg", "card.png", "cite.bib", "cite.ris", "cite.txt"])
def test_what_readers_may_not_see_has_none_of_it(client: Client, story: Article, name: str) -> None:
    draft = make_story(story.page, headline="草稿")
    assert client.get(f"/articles/{draft.pk}/{name}").status_code == 404
    withdraw(story, by=make_administrator(), reason="失实")
    assert client.get(f"/articles/{story.pk}/{name}").status_code == 410


def test_there_is_no_other_form_of_reference(client: Client, story: Article) -> None:
    for form in ("doc", "html", "bib2"):
        assert client.get(f"/articles/{story.pk}/cite.{form}").status_code == 404


def test_a_card_is_told_of_where_one_can_be_drawn(
    client: Client, story: Article, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CARD_FONT = "/nowhere.ttf"
    assert "card.png" not in client.get(story.get_absolute_url()).content.decode()
    assert client.get(f"/articles/{story.pk}/card.png").status_code == 404
    monkeypatch.setattr("paper.share_views.can_draw", lambda: True)
    monkeypatch.setattr("paper.template_words.can_draw", lambda: True)
    monkeypatch.setattr(card, "_face", lambda size: ImageFont.load_default(size))
    text = client.get(story.get_absolute_url()).content.decode()
    assert f'property="og:image" content="{SITE}/articles/{story.pk}/card.png"' in text
    response = client.get(f"/articles/{story.pk}/card.png")
    assert response.headers["Content-Type"] == "image/png"
    assert Image.open(BytesIO(response.content)).size == card.SIZE


@pytest.mark.parametrize(
    "headline", ["短", "长" * 300, "拼干劲 亮实绩 赛进度 掀起大抓落实大干快上干事热潮", "x" * 400]
)
def test_no_line_of_a_card_is_wider_than_the_card(
    monkeypatch: pytest.MonkeyPatch, headline: str
) -> None:
    monkeypatch.setattr(card, "_face", lambda size: ImageFont.load_default(size))
    width = card.SIZE[0] - 2 * card.EDGE
    face, lines = card._set(headline, width)
    assert 1 <= len(lines) <= card.MOST_LINES
    assert max(face.getlength(line) for line in lines) <= width
    said = "".join("".join(lines).split("　"))
    assert said.rstrip("…") in "".join(headline.split())


@pytest.mark.parametrize(
    "headline",
    [
        "山区农户用上新水泵灌溉更省心",
        "县里开展春季植树活动两千人",
        "拼干劲 亮实绩 赛进度 掀起大抓落实大干快上干事热潮",
        "乡镇卫生院配齐远程会诊设备看病不用再跑县城大医院了吗",
    ],
)
def test_no_character_or_two_are_left_over_for_the_last_line_of_a_card(
    monkeypatch: pytest.MonkeyPatch, headline: str
) -> None:
    monkeypatch.setattr(card, "_face", Square)
    _, lines = card._set(headline, card.SIZE[0] - 2 * card.EDGE)
    assert len(lines) > 1
    assert len(lines[-1]) > 2


class Square:
    """A face of which each character is as wide as it is high, as in Chinese."""

    def __init__(self, size: int) -> None:
        self.size = size

    def getlength(self, text: str) -> float:
        return float(self.size * len(text))
