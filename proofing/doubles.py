"""Characters, words, sentences and paragraphs that stand twice where once is meant.

Chinese doubles on purpose: 人人, 看看, 绿油油, 扎扎实实, 丽丽; and where one word ends with the
character that begins the next: 工作作风. A doubled character is only asked about when neither
explains it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from proofing.hits import Hit, at_most, hit
from proofing.lexicon import characters, lexicon, phrases
from proofing.texts import Part, StoryText

HAN = "\u4e00-\u9fff"
TWICE = re.compile(rf"([{HAN}])\1+")
WORD_TWICE = re.compile(rf"([{HAN}]{{2,4}})\1")
MARK_TWICE = re.compile(r"[，。、；：][，。、；：]+")
# The end is optional, so that a text without any is walked once.
SENTENCE = re.compile(r"[^。！？]+([。！？]*)[”’）]*")
LETTER = re.compile(rf"[{HAN}]")
LEAST_SENTENCE, LEAST_PARAGRAPH, LEAST_ACROSS = 14, 12, 40

NUMERALS = set("零一二三四五六七八九十百千万亿两几数")
# After these a character stands for itself: 每年年底, 各县县委, 3月月底.
DETERMINERS = NUMERALS | set("同每各本该某此这那半整当今明去前后首全近0123456789％%")
# Interjections and sounds: 哈哈, 咚咚咚.
SOUNDS = characters("sounds")
# Verbs and measures that double freely and that a dictionary lists only in part.
FREELY = characters("freely")
# Characters of given names that are often doubled: 李丽丽, 小豆豆.
NAMES = characters("given")
SURNAMES = characters("surnames")
# Characters that write foreign names by their sound: 俄罗斯罗斯托夫, 委内瑞拉加拉加斯.
FOREIGN = characters("foreign")
# Phrases in which one word ends as the next begins, where no list has the words: 工程院院士.
MEETINGS = phrases("meetings")
LONGEST_MEETING = max(map(len, MEETINGS))
# What ends the name of a body or a place, and what its own people and parts are called:
# 教育局局长, 平阳县县域, 塘河村村民.
BODIES = set("会院局部镇市县省区州旗校村站所馆队厅处室委场厂店社团组街乡港班军关")
OWN_PARTS = set("长期员委里内外属址直级域情民务办训庆风规刊报歌徽牌区府场政中容貌辖")
RANKS = set("省市县区镇乡")
# A particle may stand after a word that ends with it.
BEFORE_PARTICLE = (
    "目的的", "标的的", "现在在", "存在在", "所在在", "内在在", "不了了", "得了了", "还是是",
    "聚会会", "晚会会", "脚踏实地地", "可以以", "所以以", "主要要", "需要要",
)  # fmt: skip
# These stand after any word: 进程中中国, 会上上台.
LOCATIVES = set("中上下里内外前后时")
ALWAYS = phrases("always")
MEASURES = characters("measure")
# A verb may be doubled before its object: 散散步, 帮帮忙.
HEADS = phrases("verb-object")
# After these a verb that doubles stands for itself: 来看看, 想听听.
COMING, LOOKING = set("来去想先再请"), set("看听说聊试尝读问")
TWICE_FIRST = set("太很好又越")
VERBS_TWICE = phrases("twice")


def check_characters(text: str) -> Iterator[Hit]:
    """Yield doubled characters that no word explains."""
    return at_most(_characters(text))


def _characters(text: str) -> Iterator[Hit]:
    for match in TWICE.finditer(text):
        if not _is_meant(text, *match.span()):
            yield hit("doubled-character", text, *match.span(), character=match[1])


def _is_meant(text: str, start: int, end: int) -> bool:
    char, before, after = text[start], text[start - 1 : start], text[end : end + 1]
    if text.startswith("习近平", end - 1):
        # 凉风习习 is a word, so the dictionary would explain it.
        return text[: start + 1].endswith("学习")
    if char in NUMERALS and NUMERALS & set(text[max(0, start - 2) : start] + after):
        return True
    if end - start > 2:
        # 小小|小龙虾
        twice = end - start == 3 and _may_double(text, start, start + 2)
        return char in SOUNDS | NUMERALS or (twice and _begins_a_word(text, end - 1))
    return (
        before == "·"
        or after == "·"
        or char in SOUNDS
        or text[start:end] in ALWAYS
        or (before == "一" and char in MEASURES)
        or char + after in HEADS
        or text[:end].endswith(BEFORE_PARTICLE)
        # 进行了了解, 以担当作为为保障, 工作作了部署
        or (char == "了" and after in ("解", "结", "却"))
        or (char == "为" and "以" in text[max(0, start - 12) : start])
        or (char == "作" and before == "工" and after in ("了", "出", "个"))
        or (char in NAMES and before in SURNAMES - NUMERALS)
        # 预计每年节约约40亿元, 请大家来看看
        or (char == "约" and after.isdigit() and text[start - 1 : end - 1] in lexicon().words)
        or (before and before in COMING and char in LOOKING)
        or (_may_double(text, start, end) and _stands_free(text, start, end))
        or _in_a_word(text, start, end)
        or _in_rhythm(text, start, end)
        or _is_told(text, start, end)
        or (_ends_a_word(text, start) and _begins_a_word(text, start + 1))
    )


def _may_double(text: str, start: int, end: int) -> bool:
    """人人, 看看, and after 一 any measure: 一批批."""
    return text[start] in FREELY or text[start:end] in lexicon().doubled


def _stands_free(text: str, start: int, end: int) -> bool:
    """Whether neither half is needed by a word beside it.

    人人民 holds 人民 with a character too many, 增长长 holds 增长; in 天天上班 上班 is a word of
    its own, and so is 全力 in 全力步步推进.
    """
    words = lexicon().words
    right = text[end - 1 : end + 1] in words and not any(
        text[end : end + n] in words for n in (2, 3)
    )
    left = text[start - 1 : start + 1] in words and not any(
        text[max(0, start - n) : start] in words for n in (2, 3)
    )
    return not (right or left)


def _in_a_word(text: str, start: int, end: int) -> bool:
    """绿油油, 娃娃菜, 气喘吁吁: the doubled character is part of a known word."""
    doubled = lexicon().doubled
    windows = ((1, 0), (0, 1), (2, 0), (1, 1), (0, 2))
    return any(text[max(0, start - a) : end + b] in doubled for a, b in windows)


def _is_told(text: str, start: int, end: int) -> bool:
    """Whether the doubled character stands in a phrase that is known to have it: 军军用机场."""
    return any(
        text[low:high] in MEETINGS
        for low in range(max(0, end - LONGEST_MEETING), start + 1)
        for high in range(end, low + LONGEST_MEETING + 1)
    )


def _in_rhythm(text: str, start: int, end: int) -> bool:
    """扎扎实实: two doubled characters side by side, both of the kind that doubles."""
    doubled = lexicon().doubled
    for four in (text[max(0, start - 2) : end], text[start : end + 2]):
        if len(four) == 4 and four[0] == four[1] and four[2] == four[3]:
            pairs, word = (four[:2], four[2:]), four[0] + four[2]
            free = all(pair in doubled or pair[0] in FREELY for pair in pairs)
            if free or four in doubled or word in lexicon().words:
                return True
    return False


def _ends_a_word(text: str, place: int) -> bool:
    """Whether a word or a body's name ends with the character at ``place``."""
    before = text[place - 1 : place]
    char = text[place]
    after = text[place + 2 : place + 3]
    if char in RANKS or (char in BODIES and after in OWN_PARTS):
        return True
    if before in DETERMINERS or (char in LOCATIVES and LETTER.match(before)):
        return before != ""
    words = lexicon().words
    return any(text[max(0, place - n) : place + 1] in words for n in (1, 2))


def _begins_a_word(text: str, place: int) -> bool:
    words = lexicon().words
    return text[place] in SURNAMES or any(text[place : place + n] in words for n in (2, 3))


def check_words(text: str) -> Iterator[Hit]:
    """Yield words of two to four characters that stand twice in a row."""
    return at_most(_words(text))


def _words(text: str) -> Iterator[Hit]:
    for match in WORD_TWICE.finditer(text):
        word = match[1]
        if len(set(word)) == 1 or word[0] in NUMERALS or set(word) <= SOUNDS:
            continue
        if word in VERBS_TWICE or word[0] in TWICE_FIRST or word[-1] in "着啊呀吧哦":
            continue
        if _continues(text, match.end(), len(word)):
            continue
        if len(word) == 2 and (_shifted(word) or set(word) <= FOREIGN):
            continue
        yield hit("doubled-word", text, *match.span(), word=word)


def _shifted(word: str) -> bool:
    """带来|越来越多, 药品|制品|制造: no word stands twice, one begins in between."""
    words, turned = lexicon().words, word[::-1]
    return word not in words and (turned in words or turned + word[1] in words)


def _continues(text: str, end: int, length: int) -> bool:
    """特别行政区行政区域图: the second one begins a longer word."""
    words = lexicon().words
    return any(text[end - n : end + 1] in words for n in (1, 2) if n + 1 < length) or (
        text[end - length : end + 1] in words
    )


def check_marks(text: str) -> Iterator[Hit]:
    """Yield commas, stops and the like that follow each other."""
    found = (hit("doubled-mark", text, *match.span()) for match in MARK_TWICE.finditer(text))
    return at_most(found)


def check_sentences(one: StoryText) -> Iterator[tuple[Part, Hit]]:
    """Yield sentences and paragraphs that the story has before. Poems have shorter refrains."""
    seen: set[str] = set()
    paragraphs: set[str] = set()
    for part in one.paragraphs:
        bare = "".join(part.text.split())
        if bare in paragraphs and len(LETTER.findall(bare)) >= LEAST_PARAGRAPH:
            yield part, _repeated("doubled-paragraph", part.text, 0, len(part.text))
            continue
        paragraphs.add(bare)
        for match in SENTENCE.finditer(part.text):
            sentence = match[0].strip()
            if match[1] and sentence in seen and len(LETTER.findall(sentence)) >= LEAST_SENTENCE:
                yield part, _repeated("doubled-sentence", part.text, *match.span())
            seen.add(sentence)


def check_page_paragraphs(stories: list[StoryText]) -> Iterator[tuple[int, Part, Hit]]:
    """Yield long paragraphs that an earlier story of the page has too. Notices may repeat."""
    owners: dict[str, int] = {}
    for place, one in enumerate(stories):
        if one.story.kind == "notice":
            continue
        for part in one.paragraphs:
            bare = "".join(part.text.split())
            if len(bare) < LEAST_ACROSS:
                continue
            if owners.setdefault(bare, place) != place:
                yield place, part, _repeated("doubled-paragraph", part.text, 0, len(part.text))


def _repeated(code: str, text: str, start: int, end: int) -> Hit:
    shown = text[start:end].strip()
    return Hit(code, start, end, {"text": shown[:40]}, (shown,), (shown,))
