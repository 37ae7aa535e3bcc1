"""Tokens of mastheads, folios and imprints: dates, numbers, licences, hotlines and the like.

Every pattern works on half-width forms, allows white space between characters and has a bounded
reach. One scan finds them all; the first alternative that fits wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .words import listed

_CN = "零一二三四五六七八九十廿百"
_N = rf"(?:\d{{1,6}}|[{_CN}]{{1,7}})"
_HAN = r"[\u3400-\u9fff]"
_S = r"\s*"
# Within one line: names of bodies never run over a line's end.
_B = r"[^\S\n]*"


def _w(word: str) -> str:
    return _S.join(re.escape(char) for char in word)


def _any(*words: str) -> str:
    return "(?:" + "|".join(_w(word) for word in sorted(words, key=len, reverse=True)) + ")"


_CALLED = _any(
    *listed(
        """
        本报 新闻 报料 爆料 读者 监督 线索 记者 党报 融媒 采访
        """
    )
)
_OFFICES = _any(
    *listed(
        """
        发行 广告 订报 订阅 投递 服务 咨询 举报 投诉 编辑部 联系 办公室 总编办 传真 采编 合作
        """
    )
)
_LICENCES = _any(
    *listed(
        """
        国内统一连续出版物号 国内统一连续出版物 国内统一刊号 统一刊号
        国内刊号 连续出版物号 刊号 国内统一出版物号
        """
    )
)
_PERMITS = _any(
    *listed(
        """
        国内统一连续出版物号 国内统一刊号 准印证号 内部资料准印证 出版许可证 准印证
        """
    )
)
_PLACES_ON_LINE = _any(
    *listed(
        """
        网址 网站 官网 新闻网 数字报 电子版 投稿邮箱 投稿信箱
        电子邮箱 电子信箱 邮箱 信箱 新闻邮箱 本报网址 E-mail Email
        QQ
        """
    )
)
_PHONE = r"(?:\(?\d[\d\-()]{4,16}\d|\(?\d{3,4}\)?[- ]{1,2}\d{3,4}[- ]?\d{3,4})"
_TOKENS = (
    (
        "date",
        rf"(?P<year>\d{_S}\d{_S}\d{_S}\d|[零一二三四五六七八九]{{4}}){_S}年{_S}(?P<mont"
        rf"h>\d{_S}\d?|[{_CN}]{{1,3}}){_S}月(?:{_S}(?P<day>\d{_S}\d?|[{_CN}]{{1,3}})"
        rf"{_S}日)?",
    ),
    (
        "date",
        r"(?<!\d)(?P<year2>(?:19|20)\d\d)\s*(?P<mark>[./-])\s*(?P<month2>\d{1,2})\s*(?"
        r"P=mark)\s*(?P<day2>\d{1,2})(?!\d)",
    ),
    ("weekday", rf"(?P<weekday>(?:{_w('星期')}|{_w('礼拜')}|周){_S}[一二三四五六日天])(?!{_HAN})"),
    (
        "lunar",
        rf"(?P<lunar>(?:{_any('农历', '阴历', '夏历')}{_S})?(?:[甲乙丙丁戊己庚辛壬癸]"
        rf"{_S}[子丑寅卯辰巳午未申酉戌亥]{_S}(?:[鼠牛虎兔龙蛇马羊猴鸡狗猪]{_S})?年?{_S}"
        rf")(?:闰{_S})?(?:[正一二三四五六七八九十冬腊]|十{_S}[一二]){_S}月{_S}(?:[大小]"
        rf"{_S})?(?:初{_S}[一二三四五六七八九十]|[十廿]{_S}[一二三四五六七八九]|二{_S}"
        rf"十{_S}[一二三四五六七八九]?|三{_S}十|十|[廿卅]))",
    ),
    (
        "lunar",
        rf"(?P<lunar2>{_any('农历', '阴历', '夏历')}{_S}(?:闰{_S})?(?:[正一二三四五六七"
        rf"八九十冬腊]|十{_S}[一二]){_S}月{_S}(?:[大小]{_S})?(?:初{_S}[一二三四五六七八"
        rf"九十]|[十廿]{_S}[一二三四五六七八九]|二{_S}十{_S}[一二三四五六七八九]?|三"
        rf"{_S}十|十))",
    ),
    (
        "number",
        rf"[(\[]?总{_S}(?:期{_S}号?{_S}[:]?|第){_S}(?P<number>\d(?:{_S}\d){{0,5}}|["
        rf"{_CN}千]{{1,8}}){_S}期?[)\]]?",
    ),
    ("edition", rf"[(\[]?第{_S}(?P<edition>\d(?:{_S}\d){{0,5}}|[{_CN}千]{{1,8}}){_S}期[)\]]?"),
    (
        "pages",
        rf"(?:{_any('本报今日', '今日', '今天', '本期', '本报')}{_S}共?|共){_S}(?P<page"
        rf"s>\d{{1,3}}|[{_CN}]{{1,3}}){_S}(?:个{_S})?(?:大{_S})?版",
    ),
    (
        "monthday",
        rf"(?<![\d年])(?P<month3>\d{{1,2}}|[{_CN}]{{1,3}}){_S}月{_S}(?P<day3>\d{{1,2}}|"
        rf"[{_CN}]{{1,3}}){_S}日",
    ),
    ("year", rf"(?<!\d)(?P<year3>(?:19|20)\d\d|二零[{_CN}]{{2}}){_S}年(?!\w)"),
    ("print", rf"{_any('对开', '四开', '4开')}{_S}{_N}{_S}版|{_any('彩色', '彩印')}"),
    (
        "organ",
        rf"(?P<organ>{_w('中共')}(?:{_B}[{_HAN[1:-1]}、]){{2,28}}?{_B}(?:"
        rf"{_any('机关报', '机关刊', '机关刊物', '主管主办', '主管', '主办')}))(?=[\s、"
        rf"，,·|/]|$)",
    ),
    (
        "organ",
        rf"(?<!{_HAN})(?P<organ2>{_HAN}{{2,14}}?[县市区州盟旗]委{_B}"
        rf"{_any('机关报', '主管主办', '主管')})(?=[\s、，,·|/]|$)",
    ),
    ("organ", rf"{_any('主管单位', '主管')}{_S}[:]{_S}(?P<organ3>(?:{_HAN}){{3,24}})"),
    ("sponsor", rf"{_any('主办单位', '主办')}{_S}[:]{_S}(?P<sponsor>[{_HAN[1:-1]}()]{{3,24}})"),
    (
        "sponsor",
        rf"(?<!{_HAN})(?P<sponsor2>[{_HAN[1:-1]}《》()]{{3,24}}?|(?:[{_HAN[1:-1]}][ ])"
        rf"{{3,24}}?){_B}"
        rf"{_any('主办出版', '编辑出版', '主办', '出版', '承办', '编印', '主办发行')}(?"
        rf"=[\s、，,·|/]|$)",
    ),
    (
        "publisher",
        rf"{_any('出版单位', '出版', '承办单位', '承办', '协办', '编辑出版', '出版日期')}"
        rf"{_S}[:]{_S}(?:{_HAN}){{3,24}}",
    ),
    (
        "hotline",
        rf"(?:{_any('24小时')}{_S})?(?:(?:"
        rf"{_CALLED}"
        rf"{_S}){{0,3}}{_any('热线电话', '热线')}|(?:"
        rf"{_any('新闻', '报料', '爆料', '采访', '值班')}{_S}){{1,2}}{_any('电话')})"
        rf"{_S}[:]?{_S}(?P<hotline>{_PHONE}(?:{_S}[、/,;]{_S}{_PHONE})*)",
    ),
    (
        "contact",
        rf"(?:"
        rf"{_OFFICES}"
        rf"{_S}){{0,2}}(?:{_any('热线电话', '热线', '电话', '传真', '部')}){_S}[:]?{_S}"
        rf"{_PHONE}",
    ),
    (
        "licence",
        rf"(?:"
        rf"{_LICENCES}"
        rf"{_S}[:]?{_S})?CN{_S}\d\d{_S}-{_S}\d{{3,4}}(?:{_S}/{_S}\w+)?",
    ),
    (
        "licence",
        rf"(?:"
        rf"{_PERMITS}"
        rf"{_S}[:]?{_S}[\w()\-/号第字]+)",
    ),
    ("post", rf"{_any('邮发代号', '代号', '邮政代号', '国内邮发代号')}{_S}[:]?{_S}\d+{_S}-{_S}\d+"),
    (
        "address",
        rf"(?:"
        rf"{_PLACES_ON_LINE}"
        rf"{_S}[:]?{_S})?(?:https?://\S+|www\.[\w.\-/]+|[\w.\-]+@[\w.\-]+|[\w\-]+\.(?:c"
        rf"om|cn|net|org)(?:\.cn)?(?:/\S*)?)",
    ),
    (
        "price",
        rf"{_any('零售价', '定价', '每份', '售价', '零售')}{_S}[:]?{_S}[\d.一二三四五六"
        rf"七八九]+{_S}元?(?:/份)?",
    ),
    ("folio", rf"第{_S}(?:[A-D]{_S})?(?P<folio>{_N}){_S}版"),
    ("folio", rf"(?<![\w第])(?P<letter>[A-D]{_S}\d{{1,2}}){_S}版?(?![\w])"),
    ("folio", rf"(?<![\w第])(?P<folio2>\d{{1,2}}|[{_CN}]{{1,3}}){_S}版(?!{_HAN})"),
)
_SCAN = re.compile(
    "|".join(f"(?P<token_{n}>{p})" for n, (_, p) in enumerate(_TOKENS)), re.IGNORECASE
)
# The kind of each token, and what its parts are called with the name of each part's group.
_NAMED = {
    f"token_{n}": (kind, [(name.rstrip("23"), name) for name in re.compile(p).groupindex])
    for n, (kind, p) in enumerate(_TOKENS)
}
# Cheap: what every labelled line must hold one of.
HINT = re.compile(
    r"年|月|\d{4}[./-]\d|星|周|礼|期|版|机关|主办|主管|出版|承办|编印|线|电话|CN|"
    r"代号|www|http|@|\.com|\.cn|刊号|证号"
    r"|定价|零售|传真|热|[A-D]\d|彩色|开",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its kind, its place in the text scanned, and its parts by name."""

    kind: str
    start: int
    end: int
    parts: dict[str, str]


def scan(norm: str) -> Iterator[Token]:
    """Give the tokens of a text in half-width forms, in order."""
    for found in _SCAN.finditer(norm):
        # The token's own group closes last, and so it is the last one.
        kind, names = _NAMED[found.lastgroup or ""]
        parts = {part: found[name] for part, name in names if found[name]}
        yield Token(kind, found.start(), found.end(), parts)
