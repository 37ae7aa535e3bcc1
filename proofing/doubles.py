"""Characters, words, sentences and paragraphs that stand twice where once is meant.

Chinese doubles on purpose: 人人, 看看, 绿油油, 扎扎实实, 丽丽; and where one word ends with the
character that begins the next: 工作作风. A doubled character is only asked about when neither
explains it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from proofing.galley import Galley, Part
from proofing.hits import Hit, at_most, hit
from proofing.lexicon import characters, lexicon, phrases

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
BEFORE_PARTICLE = tuple(sorted(phrases("before-particle")))
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


@dataclass(frozen=True, slots=True)
class _Doubled:
    """A character that stands twice or more in a row, ``text[start:end]``."""

    text: str
    start: int
    end: int

    @property
    def char(self) -> str:
        return self.text[self.start]

    @property
    def before(self) -> str:
        return self.text[self.start - 1 : self.start]

    @property
    def after(self) -> str:
        return self.text[self.end : self.end + 1]


def check_characters(text: str) -> Iterator[Hit]:
    return at_most(_characters(text))


def _characters(text: str) -> Iterator[Hit]:
    for match in TWICE.finditer(text):
        if not _is_meant(_Doubled(text, *match.span())):
            yield hit("doubled-character", text, *match.span(), character=match[1])


def _is_meant(it: _Doubled) -> bool:
    if it.text.startswith("习近平", it.end - 1):
        # 凉风习习 is a word, so the dictionary would explain it.
        return it.text.endswith("学习", 0, it.start + 1)
    if it.char in NUMERALS and NUMERALS & {*it.text[max(0, it.start - 2) : it.start], it.after}:
        return True
    if it.end - it.start > 2:
        return it.char in SOUNDS | NUMERALS or _double_before_a_word(it)
    return any(explains(it) for explains in EXPLANATIONS)


def _double_before_a_word(it: _Doubled) -> bool:
    """小小|小龙虾."""
    if it.end - it.start != 3 or not _may_double(it.text, it.start, it.start + 2):
        return False
    return _begins_a_word(it.text, it.end - 1)


def _in_a_foreign_name(it: _Doubled) -> bool:
    return "·" in (it.before, it.after)


def _in_a_set_form(it: _Doubled) -> bool:
    """哈哈, 谢谢, 一批批, 散散步, 目的的."""
    return (
        it.char in SOUNDS
        or it.text[it.start : it.end] in ALWAYS
        or (it.before == "一" and it.char in MEASURES)
        or it.char + it.after in HEADS
        or it.text.endswith(BEFORE_PARTICLE, 0, it.end)
    )


def _is_verb_and_particle(it: _Doubled) -> bool:
    """进行了了解, 以担当作为为保障, 工作作了部署."""
    if it.char == "了":
        return it.after in ("解", "结", "却")
    if it.char == "为":
        return "以" in it.text[max(0, it.start - 12) : it.start]
    return it.char == "作" and it.before == "工" and it.after in ("了", "出", "个")


def _is_a_given_name(it: _Doubled) -> bool:
    return it.char in NAMES and it.before in SURNAMES - NUMERALS


def _before_a_number(it: _Doubled) -> bool:
    """预计每年节约约40亿元."""
    return (
        it.char == "约"
        and it.after.isdigit()
        and it.text[it.start - 1 : it.end - 1] in lexicon().words
    )


def _is_asked_for(it: _Doubled) -> bool:
    """请大家来看看."""
    return it.before in COMING and it.char in LOOKING


def _doubles_freely(it: _Doubled) -> bool:
    place = (it.text, it.start, it.end)
    return _may_double(*place) and _stands_free(*place)


def _where_words_meet(it: _Doubled) -> bool:
    """工作作风."""
    return _ends_a_word(it.text, it.start) and _begins_a_word(it.text, it.start + 1)


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


def _in_a_word(it: _Doubled) -> bool:
    """绿油油, 娃娃菜, 气喘吁吁: the doubled character is part of a known word."""
    doubled = lexicon().doubled
    windows = ((1, 0), (0, 1), (2, 0), (1, 1), (0, 2))
    return any(it.text[max(0, it.start - a) : it.end + b] in doubled for a, b in windows)


def _in_a_known_phrase(it: _Doubled) -> bool:
    """军军用机场: a phrase in which two words meet is known to have the doubled character."""
    return any(
        it.text[low:high] in MEETINGS
        for low in range(max(0, it.end - LONGEST_MEETING), it.start + 1)
        for high in range(it.end, low + LONGEST_MEETING + 1)
    )


def _in_rhythm(it: _Doubled) -> bool:
    """扎扎实实: two doubled characters side by side, both of the kind that doubles."""
    doubled = lexicon().doubled
    for four in (it.text[max(0, it.start - 2) : it.end], it.text[it.start : it.end + 2]):
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


# Each is enough; those that look up the fewest words come first.
EXPLANATIONS: tuple[Callable[[_Doubled], bool], ...] = (
    _in_a_foreign_name,
    _in_a_set_form,
    _is_verb_and_particle,
    _is_a_given_name,
    _before_a_number,
    _is_asked_for,
    _doubles_freely,
    _in_a_word,
    _in_rhythm,
    _in_a_known_phrase,
    _where_words_meet,
)


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


def check_sentences(one: Galley) -> Iterator[tuple[Part, Hit]]:
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


def check_page_paragraphs(stories: list[Galley]) -> Iterator[tuple[int, Part, Hit]]:
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
