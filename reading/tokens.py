"""Tokens of mastheads, folios and imprints: dates, numbers, licences, hotlines and the like.

Every pattern works on half-width forms, allows white space between characters and has a bounded
reach. One scan finds them all; the first alternative that fits wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from .lines import Line
from .numerals import FORMAL
from .page_labels import JOIN, JOINED
from .patterns import HAN, any_of, spaced
from .words import SPREAD_WORDS

_CN = "零一二三四五六七八九十廿百"
_N = rf"(?:\d{{1,6}}|[{_CN}]{{1,7}})"
_S = r"\s*"
_LETTER = "[A-Za-z]"
# Within one line: names of bodies never run over a line's end.
_B = r"[^\S\n]*"
_CALLED = any_of("本报|新闻|报料|爆料|读者|监督|线索|记者|党报|融媒|采访")
_OFFICES = any_of(
    "发行|广告|刊登|值班|订报|订阅|投递|服务|咨询|举报|投诉|编辑部|联系|办公室|总编办|传真|采编|合作"
)
_LICENCES = any_of(
    "国内统一连续出版物号|国内统一连续出版物|国内统一刊号|统一刊号|国内刊号|连续出版物号|刊号|国内统一出版物号"
)
_PERMITS = any_of("国内统一连续出版物号|国内统一刊号|准印证号|内部资料准印证|出版许可证|准印证")
_PLACES_ON_LINE = any_of(
    "网址|网站|官网|新闻网|数字报|电子版|投稿邮箱|投稿信箱|电子邮箱|电子信箱|邮箱|信箱|新闻邮箱|本报网址|E-mail|Email|QQ"
)
_PHONE = (
    r"(?:\d{3,4}-\d{4} \d{4}|\d{5}(?!\d)|\(?\d[\d\-()]{4,16}\d"
    r"|\(?\d{3,4}\)?[- ]{1,2}\d{3,4}[- ]?\d{3,4})"
)
# The numbers of a double issue: 第100—101期, 总第4455-4456期合刊, 第4458/4459期（合刊）,
# 第43期合刊第44期.
_UNTIL = (
    rf"(?:期?{_S}(?:[-—–~～/、至和+]{{1,2}}{_S}|[(\[]?{_S}合{_S}刊{_S}[)\]]?{_S}(?=第))(?:总{_S})?第?{_S}"
    rf"(?P<until>\d(?:{_S}\d){{0,5}}|[{_CN}千]{{1,8}}){_S})?"
)
_DOUBLE = rf"(?:{_S}[(\[]?{_S}合{_S}刊{_S}[)\]]?)?"
# Several numbers in a row, of which 合刊 says that they are one issue's, or that they are more than
# two: 第3期 第4期合刊, 总第3期（与4期合刊）, 第3、4、5期.
_MARKS = "[-—–~～/、至和与同+]"
_NEXT = rf"{_B}(?:期{_B})?[(\[]?(?:{_MARKS}{{1,2}}|(?<=[期 ])){_B}总?第?{_B}"
_AS_ONE = rf"{_B}期?{_B}[)\]]?{_B}[(\[]?(?:[两二三四五]{_B}期{_B})?合{_B}刊{_B}[)\]]?"
_OF_PERIOD = r"(?:本期[为是系])?[(\[]?(?:(?:19|20)\d\d年)?"


def _row_of_numbers(first: str, group: str, until: tuple[str, str]) -> str:
    return (
        rf"{_OF_PERIOD}{first}{_B}(?P<{group}>\d{{1,6}})(?!\d)(?:"
        rf"(?:{_NEXT}\d{{1,6}}){{0,8}}{_NEXT}(?P<{until[0]}>\d{{1,6}})(?!\d){_AS_ONE}"
        rf"|(?:{_B}(?:期{_B})?{_MARKS}{_B}第?\d{{1,6}}){{1,8}}{_B}(?:期{_B})?{_MARKS}{_B}第?"
        rf"(?P<{until[1]}>\d{{1,6}}){_B}期)"
    )


# What a double spread is called beside its numbers.
_CALLED_SPREAD = rf"(?:{_S}[(\[]?{any_of('|'.join(SPREAD_WORDS))}[)\]]?)?(?!{HAN})"
_BOTH = rf"{_S}(?:版{_S})?[{re.escape(JOINED)}]{_S}第?{_S}"
# The last day of a double issue: 1日至8日, 1—3日, 1、2日, 30日至10月2日.
_UNTIL_DAY = (
    rf"(?:(?:{_S}日)?{_B}[-—–~～至、到]{{1,2}}{_B}"
    rf"(?:(?:\d{{4}}|[零oO0一二三四五六七八九]{{4}}){_B}年{_B})?"
    rf"(?:(?:\d{_S}\d?|[{_CN}]{{1,3}}){_B}月{_B})?(?:\d{_B}\d?|[{_CN}]{{1,3}}))?"
)
# How many pages the issue has: 今日4版, 共两张八版.
PAGE_COUNT = (
    rf"(?:{any_of('本报今日|今日|今天|本期|本报')}{_S}共?|共)"
    rf"(?:{_S}(?:{any_of('对开|四开|4开')}|{_N}{_S}张))?{_S}(?P<pages>\d{{1,3}}|[{_CN}]{{1,3}})"
    rf"{_S}(?:个{_S})?(?:大{_S})?版"
)
_TOKENS = (
    (
        # The first year of the Republic is 1912.
        "date",
        rf"(?:{any_of('中华')}{_S})?{spaced('民国')}{_S}(?P<republic>\d{{1,3}}|元|[{_CN}]{{1,6}})"
        rf"{_S}年{_S}(?P<month4>\d{_S}\d?|[{_CN}]{{1,3}}){_S}月"
        rf"(?:{_S}(?P<day4>\d{_S}\d?|[{_CN}]{{1,3}}){_S}日)?",
    ),
    (
        "date",
        rf"(?:公{_S}元{_S})?(?P<year>\d{_S}\d{_S}\d{_S}\d|[零oO0一二三四五六七八九]{{4}})"
        rf"{_S}年{_S}(?P<month>\d{_S}\d?|[{_CN}]{{1,3}}){_S}月"
        rf"(?:{_S}(?P<day>\d{_S}\d?|[{_CN}]{{1,3}}){_UNTIL_DAY}{_S}日)?",
    ),
    (
        "date",
        r"(?<!\d)(?P<year2>(?:19|20)\d\d)\s*(?P<mark>[./-])\s*(?P<month2>\d{1,2})\s*"
        r"(?P=mark)\s*(?P<day2>\d{1,2})(?!\d)",
    ),
    (
        "weekday",
        # Another label may follow close by, or the last weekday of a double issue (星期三至星期五);
        # any other character makes it a word: 周日常.
        rf"(?P<weekday>(?:{spaced('星期')}|{spaced('礼拜')}|周){_S}[一二三四五六日天])"
        rf"(?!(?![至到](?:{_S}星{_S}期|周))[^\W农阴夏总第今本甲乙丙丁戊己庚辛壬癸\dA-Za-z_])",
    ),
    (
        "lunar",
        rf"(?P<lunar>(?:{any_of('农历|阴历|夏历')}{_S})?(?:[甲乙丙丁戊己庚辛壬癸]"
        rf"{_S}[子丑寅卯辰巳已己午未申酉戌戍亥]{_S}(?:\(?[鼠牛虎兔龙蛇马羊猴鸡狗猪]\)?{_S})?年?{_S}"
        rf")(?:闰{_S})?(?:[正一二三四五六七八九十冬腊]|十{_S}[一二]){_S}月{_S}(?:[大小]"
        rf"{_S})?(?:初{_S}[一二三四五六七八九十]|[十廿]{_S}[一二三四五六七八九]|二{_S}"
        rf"十(?:{_S}[一二三四五六七八九](?!零))?|三{_S}十|十|[廿卅]))",
    ),
    (
        "lunar",
        rf"(?P<lunar4>{any_of('农历|阴历|夏历')}{_S}(?:[甲乙丙丁戊己庚辛壬癸]{_S}"
        rf"[子丑寅卯辰巳已己午未申酉戌戍亥]{_S}年?{_S})?(?:[腊十][二]?{_S}月{_S})?"
        rf"(?:{spaced('除夕')}|{spaced('大年')}{_S}(?:三{_S}十|初{_S}[一二三四五六七八九十])))",
    ),
    (
        "lunar",
        rf"(?P<lunar2>{any_of('农历|阴历|夏历')}{_S}(?:闰{_S})?(?:[正一二三四五六七"
        rf"八九十冬腊]|十{_S}[一二]){_S}月{_S}(?:[大小]{_S})?(?:初{_S}[一二三四五六七八"
        rf"九十]|[十廿]{_S}[一二三四五六七八九]|二{_S}十(?:{_S}[一二三四五六七八九](?!零))?|三"
        rf"{_S}十|十))",
    ),
    (
        "lunar",
        rf"(?<![\w年月])(?P<lunar3>(?:闰{_S})?(?:[正一二三四五六七八九十冬腊]|十{_S}[一二]){_S}月"
        rf"{_S}(?:初{_S}[一二三四五六七八九十]|[十廿]{_S}[一二三四五六七八九]|二{_S}十|三{_S}十))"
        rf"(?![\w日])",
    ),
    ("number", _row_of_numbers("(?:总第?)", "number7", ("until5", "until6"))),
    ("edition", _row_of_numbers("(?:第|(?<=[为是系]))", "edition7", ("until7", "until8"))),
    (
        "number",
        rf"[(\[]?总{_S}(?:期{_S}[号数]?{_S}第?{_S}[:]?|第{_S}[:]?|(?=\d)){_S}"
        rf"(?P<number>\d{{1,3}},\d{{3}}|\d(?:{_S}\d){{0,5}}|[{_CN}千]{{1,8}}){_S}"
        rf"{_UNTIL.replace('until', 'until2')}[期号]?{_DOUBLE}[)\]]?",
    ),
    (
        "number",
        rf"(?<!\w)(?i:No)[.:]?{_S}(?P<number3>\d{{2,6}}){_S}{_UNTIL.replace('until', 'until3')}期?"
        rf"(?![\w.])",
    ),
    (
        # A volume is no number, unless none stands behind it.
        "number",
        rf"(?<!\w)(?i:Vol)[.:]?{_S}(?:\d{{1,4}}[\s,，]{{1,3}}(?i:No)[.:]?{_S}(?P<number5>\d{{1,6}})"
        rf"|(?P<number6>\d{{2,6}}))(?![\w.])",
    ),
    (
        # Without 第 only 合刊 says that it is one.
        "number",
        rf"(?<!\w)(?P<number4>\d{{1,6}}){_UNTIL.replace('until', 'until4').removesuffix('?')}期?"
        rf"{_DOUBLE.removesuffix('?')}",
    ),
    (
        "edition",
        rf"[(\[]?第{_S}(?P<edition>\d(?:{_S}\d){{0,5}}|[{_CN}千]{{1,8}}){_S}{_UNTIL}[期号]"
        rf"{_DOUBLE}[)\]]?",
    ),
    ("pages", PAGE_COUNT),
    ("pages", rf"{any_of('版数|版面数')}{_S}[:]{_S}(?P<pages2>\d{{1,3}})"),
    (
        "monthday",
        rf"(?<![\d年])(?P<month3>\d{{1,2}}|[{_CN}]{{1,3}}){_S}月{_S}"
        rf"(?P<day3>\d{{1,2}}|[{_CN}]{{1,3}}){_S}日",
    ),
    ("year", rf"(?<!\d)(?P<year3>(?:19|20)\d\d|二零[{_CN}]{{2}}){_S}年(?!\w)"),
    ("print", rf"{any_of('对开|四开|4开')}{_S}{_N}{_S}版|{any_of('彩色|彩印')}"),
    (
        "organ",
        rf"(?P<organ>(?:{spaced('中共')}|{spaced('中国共产党')})(?:{_B}[{HAN[1:-1]}、]){{2,28}}?{_B}"
        rf"{any_of('机关报|机关刊|机关刊物|主管主办|主管')})(?=[\s、，,·|/]|$)",
    ),
    (
        "organ",
        rf"(?<!{HAN})(?P<organ2>{HAN}{{2,14}}?[县市区州盟旗]委{_B}"
        rf"{any_of('机关报|主管主办|主管')})(?=[\s、，,·|/]|$)",
    ),
    ("organ", rf"{any_of('主管单位|主管')}{_S}[:]{_S}(?P<organ3>(?:{HAN}){{3,24}})"),
    (
        "sponsor",
        rf"{any_of('主办单位|主办')}(?:{_S}[:]{_S}|{_B} )(?P<sponsor>[{HAN[1:-1]}()]{{3,24}})",
    ),
    (
        "sponsor",
        rf"(?<!{HAN})(?P<sponsor2>(?:{spaced('中共')}{HAN}{{2,12}}[委部] )?"
        rf"[{HAN[1:-1]}《》()]{{3,24}}?|(?:{HAN} ){{3,24}}?){_B}"
        rf"{any_of('主办出版|编辑出版|主办|出版|承办|编印|主办发行|主办主管')}"
        rf"(?=[\s、，,·|/]|$)",
    ),
    (
        "publisher",
        rf"{any_of('出版单位|出版|承办单位|承办|协办|编辑出版|出版日期')}"
        rf"{_S}[:]{_S}(?:{HAN}){{3,24}}",
    ),
    (
        "hotline",
        rf"(?:{any_of('24小时')}{_S})?(?:(?:"
        rf"{_CALLED}"
        rf"{_S}){{0,3}}{any_of('热线电话|热线')}|(?:"
        rf"{any_of('新闻|报料|爆料|采访')}{_S}){{1,2}}(?:{any_of('电话')}|(?=:)))"
        rf"{_S}[:]?{_S}(?P<hotline>{_PHONE}(?:{_S}[、/,;]{_S}{_PHONE})*)",
    ),
    (
        "contact",
        rf"(?:"
        rf"{_OFFICES}"
        rf"{_S}){{0,2}}(?:{any_of('热线电话|热线|电话|传真|部')}){_S}[:]?{_S}"
        rf"{_PHONE}",
    ),
    (
        "licence",
        rf"(?:"
        rf"{_LICENCES}"
        rf"{_S}[:]?{_S})?(?i:CN){_S}\d\d{_S}-{_S}\d{{3,4}}(?:{_S}/{_S}\w+)?",
    ),
    (
        "licence",
        rf"(?:{HAN}{{1,4}}准字{_S}第?{_S}[\w\-]{{1,12}}{_S}号|"
        rf"{any_of('内部资料|免费交流|免费赠阅|免费发放|注意保存|妥善保管')})",
    ),
    (
        "licence",
        rf"(?:(?<!{HAN}){HAN}{{0,14}}"
        rf"{_PERMITS}"
        rf"{_S}[:]?{_S}[\w()\-/号第字]+)",
    ),
    ("post", rf"{any_of('邮发代号|代号|邮政代号|国内邮发代号')}{_S}[:]?{_S}\d+{_S}-{_S}\d+"),
    (
        "address",
        rf"(?i:(?:"
        rf"{_PLACES_ON_LINE}"
        rf"{_S}[:]?{_S})?(?:https?://\S+|www\.[\w.\-/]+|[\w.\-]+@[\w.\-]+|[\w\-]+\.(?:c"
        rf"om|cn|net|org)(?:\.cn)?(?:/\S*)?))",
    ),
    (
        "address",
        rf"{any_of('社址|本报地址|本报社址|报社地址|地址|印刷|承印|印刷单位')}"
        rf"{_S}[:]{_S}[{HAN[1:-1]}\d\-]{{4,24}}(?:\([{HAN[1:-1]}\d]{{2,12}}\))?",
    ),
    ("post", rf"{any_of('邮政编码|邮编')}{_S}[:]?{_S}\d{{6}}"),
    (
        "price",
        rf"{any_of('零售价|定价|每份|售价|零售')}{_S}[:]?{_S}[\d.一二三四五六"
        rf"七八九]+{_S}元?(?:/份)?",
    ),
    (
        "folio",
        rf"(?<![\w第])第?{_S}(?P<spread>(?:{_LETTER}{_S})?\d{{1,2}}"
        rf"(?:{_S}版)?{JOIN}第?(?:{_LETTER}{_S})?\d{{1,2}}){_S}版{_CALLED_SPREAD}",
    ),
    (
        # 1/2版 is half a page, 2/3版 the inside of the sheet.
        "folio",
        rf"(?<![\w第])第?{_S}(?P<spread2>\d\d{_S}[/／]{_S}\d\d"
        rf"|(?:2/3|3/4|4/5|5/6|6/7|7/8|8/9|9/10)"
        rf"|\d{{1,2}}{_S}(?:版{_S})?[、至和]{_S}(?:第{_S})?\d{{1,2}}|[{_CN}]{{1,3}}{_BOTH}[{_CN}]{{1,3}}"
        rf"|一二|二三|三四|四五|五六|六七|七八|八九){_S}版{_CALLED_SPREAD}",
    ),
    ("folio", rf"第{_S}(?P<folio>(?:{_LETTER}{_S})?{_N}|[①-⑳]){_S}版"),
    (
        # P3, Page 12-13.
        "folio",
        rf"(?<!\w)(?:P|(?i:Page)){_B}[.:]?{_B}(?P<folio3>\d{{1,2}}(?:{JOIN}\d{{1,2}})?)(?!\w)",
    ),
    ("folio", rf"(?<![\w第])第?{_S}(?P<folio4>[{FORMAL}]{{1,3}}){_S}版(?!{HAN})"),
    (
        "folio",
        rf"(?<![\w第])(?<!\d[-·•~～/])(?P<letter>[A-Da-d]{_S}\d(?:{_S}\d)?{_S}版?"
        rf"|[E-Ze-z]{_S}(?:\d{{1,2}}{_S}版|0\d))(?![\w]|{JOIN}[A-Za-z]?\d)",
    ),
    ("folio", rf"(?<![\w第])(?P<folio2>\d{{1,2}}|[{_CN}]{{1,3}}){_S}版(?!{HAN})"),
)
# The group that tells a token's kind stands behind it: a pattern that shows its first character is
# soon left again.
_SCAN = re.compile("|".join(f"(?:{p})(?P<token_{n}>)" for n, (_, p) in enumerate(_TOKENS)))
# Cheap: what every labelled line must hold one of.
HINT = re.compile(
    r"[年月星周礼期版线址印热开@]|合刊|机关|主[办管]|承办|电话|[代刊证]号|定价|邮[编政]|零售|每份|售价|传真"
    r"|彩色|准字|内部资料|免费|保存|\d(?:号|\d{3}[./-]\d)"
    r"|(?i:CN|www|http|\.com|(?:No|Vol)[.:] ?\d|[A-Z]\d|page)"
)


_FIGURES_OF_DAY = re.compile(r"(?:19|20)\d\d[./-]\d")


def may_hold_day(key: str) -> bool:
    """Say whether a squeezed line may hold the token of a day; cheap."""
    return ("年" in key and "月" in key) or bool(_FIGURES_OF_DAY.search(key))


class Token(NamedTuple):
    """One token: its kind, its place in the text scanned, and its parts by name."""

    kind: str
    start: int
    end: int
    parts: dict[str, str]


def _groups() -> dict[str, list[str]]:
    """Return the names of the groups before each token's own."""
    inside: dict[str, list[str]] = {}
    names: list[str] = []
    for name in sorted(_SCAN.groupindex, key=_SCAN.groupindex.__getitem__):
        names.append(name)
        if name.startswith("token_"):
            inside[name], names = names[:-1], []
    return inside


_GROUPS = _groups()


def scan(norm: str) -> Iterator[Token]:
    """Give the tokens of a text in half-width forms, in order."""
    for found in _SCAN.finditer(norm):
        # A token's own group is the last to close.
        name = found.lastgroup or ""
        parts = {part.rstrip("2345678"): found[part] for part in _GROUPS[name] if found[part]}
        yield Token(_TOKENS[int(name.removeprefix("token_"))][0], *found.span(), parts)


def tokens_of(line: Line) -> list[Token]:
    """Return the tokens of a line, which is asked for them several times and scanned once."""
    if line.tokens is None:
        line.tokens = list(scan(line.norm))
    return line.tokens
