"""Names of five characters and more, and in full-width letters, are read where short ones are."""

from __future__ import annotations

import pytest

from tests.reading.trial_pages import headlines, names, page

HEAD = "我县部署防汛工作"
NEWS = "6月12日，我县召开防汛工作会议，部署下一阶段工作。"
MORE = "他说，要抓好工作落实，确保安全度汛。"
# Each reads the same with 王明 and 李红 in its two places.
BYLINES = (
    "本报讯（记者 {0} {1}）{news}|{more}",
    "本报讯（记者{0} 通讯员{1}）{news}|{more}",
    "本报讯（本报记者{0}、{1}）{news}|{more}",
    "本报讯（全媒体记者 {0}/文 {1}/图）{news}|{more}",
    "本报讯 记者 {0} 通讯员 {1} {news}|{more}",
    "本报讯 记者{0}报道：{news}|{more}",
    "本报北溪6月15日电（记者 {0}）{news}|{more}",
    "【记者{0}/北溪报道】{news}|{more}",
    "□ 本报记者 {0} 通讯员 {1}|{news}|{more}",
    "本报记者{0}|{news}|{more}",
    "记者 {0} 文/摄|{news}|{more}",
    "文字：{0} 摄影：{1}|{news}|{more}",
    "{news}|{more}（记者 {0}）",
    "{news}|{more}|（本报记者 {0}、{1}参与采写）",
    "{news}|{more}|图为现场。{0} 摄",
    "{news}|{more}|图为现场。（{0}/摄）",
    "{news}|{more}|图为现场。摄影：{0}",
    "{news}|{more}|图为现场。{0}、{1} 摄",
    "{news}|{more}|图为现场。新华社发（{0} 摄）",
)
LONG = (
    ("艾力买提江", "阿卜杜热合曼"),
    ("古丽巴哈尔艾合买提", "那仁朝克图"),
    ("阿卜𬱖热合曼", "王明"),
)
# With a keyboard's dot, of half and of full width.
DOTTED = ("古丽努尔.买买提", "海日古丽．司马义．艾山"), ("图尔荪江．麦麦提", "王明")
WIDE = ("Ｊｏｈｎ Ｓｍｉｔｈ", "Ｍａｒｙ Ｋｉｎｇ"), ("John Smith", "Mary King")


def told(form: str, one: str, two: str) -> list[object]:
    """Return all that is read from a story of this form, the two names as 甲 and 乙."""
    text = form.format(one, two, news=NEWS, more=MORE)
    document = page(HEAD, *text.split("|"))
    (story,) = document.articles

    def plain(words: str) -> str:
        return words.replace(one, "甲").replace(two, "乙")

    people = [(plain(role), plain(name)) for role, name in names(story)]
    photos = [(plain(row.caption), plain(row.credit)) for row in story.photos]
    assert len(people) + sum(bool(credit) for _caption, credit in photos) > 0
    return [headlines(document), people, story.paragraphs, photos, document.unassigned]


@pytest.mark.parametrize("form", BYLINES)
@pytest.mark.parametrize(("one", "two"), LONG + DOTTED)
def test_a_long_name_is_read_where_a_short_one_is(form: str, one: str, two: str) -> None:
    assert told(form, one, two) == told(form, "王明", "李红")


@pytest.mark.parametrize("dot", [" ·", "· ", " · ", ". ", "　•"])
@pytest.mark.parametrize(
    "form",
    ["□ 本报记者 {}|{}", "本报讯（记者 王明 通讯员 {}）{}", "{1}|图为现场。{0} 摄", "{1}（{0}）"],
)
def test_a_space_beside_the_dot_cuts_no_name_and_stays_in_a_text(form: str, dot: str) -> None:
    news = f"{NEWS}阿里木{dot}吐尔逊说，工作要落实。"
    document = page(HEAD, *form.format(f"阿里木{dot}吐尔逊", news).split("|"))
    (story,) = document.articles
    told = [name for _role, name in names(story)] + [row.credit for row in story.photos]
    assert f"阿里木{dot.strip()}吐尔逊" in told
    assert (story.headline, story.paragraphs) == (HEAD, [" ".join(news.split())])


@pytest.mark.parametrize(
    "words", ["本报讯（记者 李丽娜.马明华）", "本报讯（记者 王明.李红）", "去了乌鲁木齐.阿里木说"]
)
def test_a_dot_that_may_part_two_is_none_of_a_name(words: str) -> None:
    (story,) = page(HEAD, words + NEWS, MORE).articles
    assert names(story) == []


@pytest.mark.parametrize("form", [form for form in BYLINES if "{0} {1}" not in form])
@pytest.mark.parametrize(("one", "two"), WIDE)
def test_a_name_in_letters_of_any_width_is_read(form: str, one: str, two: str) -> None:
    assert told(form, one, two) == told(form, "王明", "李红")


def test_a_name_that_no_sound_vouches_for_is_read_in_brackets() -> None:
    (story,) = page(HEAD, f"本报讯（记者 长谷川博己 通讯员 王明）{NEWS}", MORE).articles
    assert names(story) == [("记者", "长谷川博己"), ("通讯员", "王明")]


def test_a_long_name_in_brackets_needs_no_role_where_its_parts_are_known() -> None:
    (story,) = page(HEAD, NEWS, f"{MORE}（艾力买提江）").articles
    assert names(story) == [("", "艾力买提江")]
    (story,) = page(HEAD, NEWS, f"{MORE}（阿尔及利亚）").articles
    assert names(story) == []


@pytest.mark.parametrize(
    ("wrapped", "expected"),
    [
        ("阿卜杜\n热合曼", ["阿卜杜热合曼"]),
        ("古丽巴哈尔\n艾合买提", ["古丽巴哈尔艾合买提"]),
        ("阿不都热合曼江\n买买提依明", ["阿不都热合曼江", "买买提依明"]),
    ],
)
def test_the_end_of_a_line_cuts_no_long_name(wrapped: str, expected: list[str]) -> None:
    (story,) = page(HEAD, f"本报讯（记者 {wrapped}）{NEWS}", MORE).articles
    assert [name for _role, name in names(story)] == expected


@pytest.mark.parametrize(
    "words",
    [
        "本报讯 记者从县教育局获悉，",
        "本报讯（记者从县教育局获悉）",
        "本报讯 记者 从县教育局获悉 ",
        "本报讯（记者 县委宣传部新闻科）",
        "本报讯（通讯员 县公安局交警大队）",
        "本报讯（记者 刘硕阳和人民网）",
        "本报讯（记者段春星李明华）",
        "本报讯 记者 今年以来 ",
        "本报记者 今年以来、投资稳定增长",
    ],
)
def test_what_is_no_name_or_not_one_stays_in_the_text(words: str) -> None:
    document = page(HEAD, words + NEWS, MORE)
    assert [names(story) for story in document.articles] == [[]]
