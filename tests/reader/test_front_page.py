"""``/`` is the newest published front page, set from the data."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles.models import Article
from editorial.surroundings import put_in_front
from issues.models import Issue, Publication
from tests.make import (
    make_issue,
    make_page,
    make_photo,
    make_publication,
    make_story,
    make_user,
)

pytestmark = pytest.mark.django_db


def front_page(client: Client) -> str:
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()


def test_before_the_first_issue_there_is_an_empty_sheet(client: Client) -> None:
    assert "<h1>" in front_page(client)


def test_the_newest_front_page_is_shown(client: Client) -> None:
    make_story(make_page(make_issue("2025-06-11")), published=True, headline="旧闻")
    make_story(make_page(make_issue("2025-06-13")), published=True, headline="新闻")
    make_story(make_page(make_issue("2025-06-16")), headline="未发")
    text = front_page(client)
    assert "新闻" in text
    assert "旧闻" not in text
    assert "未发" not in text


def test_an_inner_page_of_a_newer_issue_does_not_replace_the_front_page(client: Client) -> None:
    make_story(make_page(make_issue("2025-06-11")), published=True, headline="头版")
    make_story(make_page(make_issue("2025-06-13"), 2), published=True, headline="二版")
    assert "头版" in front_page(client)


def test_without_any_front_page_the_first_published_page_is_shown(client: Client) -> None:
    issue = make_issue()
    make_story(make_page(issue, 3), published=True, headline="三版")
    make_story(make_page(issue, 2), published=True, headline="二版")
    assert "二版" in front_page(client)


def test_the_masthead_prints_what_the_paper_is(client: Client) -> None:
    paper = make_publication(
        "海口日报", hotline="58129999", channels="海口发布\n爱海口", mottoes="富强 民主\n自由 平等"
    )
    issue = make_issue("2025-06-13", 4403, publication=paper)
    make_story(make_page(issue), published=True)
    text = front_page(client)
    for printed in (
        ">海口日报</a></h1>",
        "中共海口县委机关报",
        "海口县融媒体中心主办",
        "58129999",
        "海口发布",
        "自由 平等",
        "2025年6月",
        ">13<",
        "星期五",
        "农历乙巳年五月十八",
        "总第4403期",
        "今日8版",
    ):
        assert printed in text


def test_weekday_and_lunar_date_are_the_true_ones_where_the_print_was_wrong(client: Client) -> None:
    issue = make_issue(printed_weekday="星期六", printed_lunar_date="农历乙巳年五月十九")
    make_story(make_page(issue), published=True)
    text = front_page(client)
    assert "星期五" in text
    assert "星期六" not in text
    assert "五月十九" not in text


def test_a_paper_named_like_its_organ_line_is_named_once(client: Client) -> None:
    paper = make_publication("中共海口县委机关报", organ="中共海口县委机关报")
    make_story(make_page(make_issue(publication=paper)), published=True)
    masthead = front_page(client).partition('<header class="masthead"')[2].partition("</header>")[0]
    assert masthead.count("中共海口县委机关报") == 1


def test_an_issue_without_number_and_page_count_prints_neither(client: Client) -> None:
    make_story(make_page(make_issue(page_count=None)), published=True)
    text = front_page(client)
    assert "总第" not in text
    assert "今日" not in text


def test_a_teaser_is_a_link_only_once_its_page_is_published(client: Client) -> None:
    page = make_page(make_issue())
    make_story(page, published=True)
    make_story(page, published=True, kind="teaser", headline="琴韵", body="", jump_to="2")
    assert "见第2版" in front_page(client)
    assert 'href="/issues/2025-06-13/2/"' not in front_page(client)

    second = make_story(make_page(page.issue, 2))
    assert 'href="/issues/2025-06-13/2/"' not in front_page(client)

    second.status = second.Status.PUBLISHED
    second.published_at = second.created_at
    second.save()
    assert 'href="/issues/2025-06-13/2/"' in front_page(client)


def test_a_photo_story_without_its_picture_keeps_caption_and_credit(client: Client) -> None:
    story = make_story(make_page(), published=True, kind="photo", headline="结顶", body="")
    make_photo(story, "项目完成主体建设。", "林鑫")
    text = front_page(client)
    assert "项目完成主体建设。" in text
    assert "林鑫 摄" in text
    assert "图片新闻" in text
    assert "<img" not in text


def test_section_kicker_headline_and_deck_stand_over_the_text(client: Client) -> None:
    make_story(
        make_page(), published=True, section="强城看亮点", kicker="肩", headline="主 题", deck="副"
    )
    text = front_page(client)
    assert "强城看亮点" in text
    assert '<span class="part">主</span> <span class="part">题</span>' in text
    assert text.index("强城看亮点") < text.index(">肩<") < text.index(">主<") < text.index(">——副<")


def test_a_section_that_stands_for_a_headline_stands_once(client: Client) -> None:
    story = make_story(
        make_page(), published=True, kind="photo", headline="", section="图片新闻", body="公园。"
    )
    assert front_page(client).count(">图片新闻<") == 1
    page = client.get(story.get_absolute_url()).content.decode().partition("<main")[2]
    assert page.partition("</hgroup>")[0].count(">图片新闻<") == 1


@pytest.mark.parametrize("deck", ["来自云岭的报告", "——来自云岭的报告", "－－ 来自云岭的报告"])
def test_a_deck_stands_behind_one_dash_that_no_line_parts_from_it(
    client: Client, deck: str
) -> None:
    story = make_story(make_page(), published=True, headline="甲", deck=deck)
    set_deck = '<p class="deck"><span class="part"><span class="whole">——来自</span><wbr>云岭'
    assert set_deck in front_page(client)
    assert set_deck in client.get(story.get_absolute_url()).content.decode()
    cited = client.get(f"/articles/{story.pk}/cite.txt").content.decode()
    assert "甲：来自云岭的报告[N]" in cited


def test_a_truncated_story_says_so(client: Client) -> None:
    make_story(make_page(), published=True, body="进一步强链延", truncated=True)
    assert "原文至此中断" in front_page(client)


def test_each_paper_has_a_front_page_and_one_is_the_site_s(client: Client) -> None:
    first, second = make_publication("甲报"), make_publication("乙报")
    make_story(make_page(make_issue("2025-06-13", publication=first)), published=True)
    assert client.get(second.get_absolute_url()).status_code == 404
    newer = make_story(make_page(make_issue("2025-06-20", publication=second)), published=True)

    def shown(address: str) -> str:
        plate = re.search(r'class="bar__name"[^>]*>([^<]+)<', client.get(address).content.decode())
        return plate[1] if plate else ""

    # A second paper does not take the first one's place, however new it is.
    assert [shown("/"), shown(first.get_absolute_url())] == ["甲报", "甲报"]
    assert shown(second.get_absolute_url()) == "乙报"
    # What is its own leads on to what is its own.
    own = client.get(second.get_absolute_url()).content.decode()
    for address in (f"/issues/?paper={second.pk}", f"/feed/?paper={second.pk}"):
        assert f'<a href="{address}"' in own
    assert f'<a href="{second.get_absolute_url()}">乙报</a></h1>' in own
    # The site's home shows all papers, each with the day of its newest issue.
    shelf = front_page(client).partition('<nav class="strip papers"')[2].partition("</nav>")[0]
    assert re.findall(r'href="(.*?)"(.*?)>(..) <time datetime="(.*?)"', shelf) == [
        (second.get_absolute_url(), "", "乙报", "2025-06-20"),
        (first.get_absolute_url(), ' aria-current="true"', "甲报", "2025-06-13"),
    ]
    assert put_in_front(second, by=make_user("keeper"))
    assert not put_in_front(second, by=User.objects.get())
    assert shown("/") == "乙报"
    assert put_in_front(first, by=User.objects.get())
    assert shown("/") == "甲报"
    # What was given out once answers for ever.
    Article.objects.filter(pk=newer.pk).update(status=Article.Status.DRAFT)
    assert client.get(second.get_absolute_url()).status_code == 200
    assert client.get("/papers/999/").status_code == 404


@pytest.mark.parametrize(
    ("licence", "name"),
    [
        ("CN33-0118", "国内统一连续出版物号"),
        ("33-0118/（平）", "国内统一连续出版物号"),
        ("浙内准字第Q012号", "准印证号"),
    ],
)
def test_a_number_stands_under_its_own_name(client: Client, licence: str, name: str) -> None:
    make_publication(licence=licence)
    make_story(published=True)
    assert f"{name}：{licence}" in client.get("/").content.decode()


def test_the_foot_has_what_a_public_site_must_show_under_its_right_name(client: Client) -> None:
    make_publication(
        hotline="0577-12345",
        news_licence="33120250001",
        icp_record="浙ICP备12345678号-1",
        police_record="浙公网安备33032602000001号",
        report_contact="0577-54321 jubao@paper.example",
    )
    story = make_story(published=True)
    for address in ("/", story.get_absolute_url(), "/issues/", "/authors/"):
        text = client.get(address).content.decode()
        foot = text.partition('<footer class="foot">')[2]
        assert "互联网新闻信息服务许可证编号：33120250001" in foot
        assert "违法和不良信息举报：0577-54321 jubao@paper.example" in foot
        assert (
            '<a href="https://beian.miit.gov.cn/" rel="external nofollow">浙ICP备12345678号-1</a>'
            in foot
        )
        assert "webSearch?code=33032602000001" in foot
        assert ">浙公网安备33032602000001号</a>" in foot


def test_a_paper_without_such_numbers_shows_no_empty_names(client: Client) -> None:
    make_story(published=True)
    foot = client.get("/").content.decode().partition('<footer class="foot">')[2]
    for name in ("许可证", "备案", "举报", "beian"):
        assert name not in foot


def test_what_a_paper_says_of_itself_is_new_on_every_page_at_once(client: Client) -> None:
    """Head and foot are made once for the same words, never for the same paper."""
    story = make_story(published=True)
    issue = story.page.issue
    for hotline in ("65000001", "65000002"):
        Publication.objects.update(hotline=hotline, mottoes=f"守正{hotline}")
        assert front_page(client).count(hotline) == 3
        for address in ("/issues/", story.get_absolute_url(), issue.get_absolute_url()):
            assert hotline in client.get(address).content.decode()
    Issue.objects.update(number=4404)
    assert "总第4404期" in front_page(client)
