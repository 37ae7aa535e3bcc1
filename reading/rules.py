"""The rules by name: why a run of the source became what it became, in English and Chinese.

Every segment and every furniture span carries the name of one of these rules, so that the preview
and the page form can answer "why is this a headline?".
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule's explanation, one sentence in each language."""

    english: str
    chinese: str


RULES: dict[str, Rule] = {
    "section-framed": Rule(
        "The name stands in a frame (【…】, ■…, ★…★) above the headline: a standing column.",
        "标题上方用【】、■、★等框起的名称，是栏目名。",
    ),
    "section-beside-pinyin": Rule(
        "The line stands beside its own pinyin: a standing column's name.",
        "这一行与汉语拼音行相邻，是栏目名。",
    ),
    "section-pinyin": Rule(
        "Latin letters beside a column's name are its pinyin and are not repeated.",
        "栏目名旁的拉丁字母是它的拼音，不重复收入。",
    ),
    "section-by-name": Rule(
        "A short line above the headline is worded as standing columns are.",
        "标题上方的短行，用词像固定栏目名。",
    ),
    "section-slogan": Rule(
        "Parts of one length above the headline are a slogan: a standing column's name.",
        "标题上方字数整齐的口号，是栏目名。",
    ),
    "kicker-first-line": Rule(
        "The headline stands on two lines or more: the first is the kicker.",
        "标题有两行以上，第一行是引题。",
    ),
    "kicker-first-of-many-parts": Rule(
        "The headline has three parts or more on one line: the first is the kicker.",
        "标题在一行里有三段以上，第一段是引题。",
    ),
    "kicker-who-does-what": Rule(
        "Of two unequal parts the first names who does what, or what takes place: the kicker.",
        "两段长短不一，前一段说明何人何事，是引题。",
    ),
    "headline-before-dateline": Rule(
        "The lines stand right above a text that begins with a dateline or byline.",
        "紧接着的正文以电头或署名开头，上面的各行是标题。",
    ),
    "headline-before-byline": Rule(
        "The lines stand above a line that is a byline.",
        "下面一行是署名，上面的各行是标题。",
    ),
    "headline-before-text": Rule(
        "Short lines without a full stop stand above running text.",
        "不带句末标点的短行，下面接正文，是标题。",
    ),
    "headline-before-jump": Rule(
        "The lines stand before a mark that sends the reader to another page: a teaser.",
        "下面是转版标记，没有正文，是导读标题。",
    ),
    "deck-after-dashes": Rule(
        "The line begins with dashes (——): the deck.",
        "以破折号（——）开头的行是副题。",
    ),
    "deck-last-line": Rule(
        "The headline stands on three lines or more: the last is the deck.",
        "标题有三行以上，最后一行是副题。",
    ),
    "dateline-at-opening": Rule(
        "The text begins with words such as 本报讯 or 新华社北京6月11日电: the dateline.",
        "正文以“本报讯”“新华社北京6月11日电”等开头，是电头。",
    ),
    "dateline-below-text": Rule(
        "The brackets below the text say from where it was wired (新华社北京6月11日电).",
        "正文之后的括号里写明电讯来源（如“新华社北京6月11日电”），是电头。",
    ),
    "byline-after-dateline": Rule(
        "The brackets behind the dateline name who wrote the story.",
        "电头后括号里是作者署名。",
    ),
    "byline-at-opening": Rule(
        "The brackets that open the text name who wrote the story.",
        "正文开头的括号里是作者署名。",
    ),
    "byline-on-its-line": Rule(
        "The line holds roles and names only: a byline.",
        "这一行只有身份和姓名，是署名。",
    ),
    "byline-after-last-sentence": Rule(
        "The brackets after the last sentence hold names: the byline.",
        "末句之后的括号里是姓名，是署名。",
    ),
    "paragraph-indented": Rule(
        "The line is indented, which begins a paragraph on this page.",
        "这一行缩进，在本版表示另起一段。",
    ),
    "paragraph-of-its-own": Rule(
        "The block above ended with a sentence, so that this one is a paragraph of its own.",
        "上一块以句末标点结束，这一块另成一段。",
    ),
    "paragraph-goes-on": Rule(
        "The block above stopped in mid-sentence, so that this one goes on with it: a column wrap.",
        "上一块没有句末标点，这一块接续上文，是转栏造成的断行。",
    ),
    "subheading": Rule(
        "A numbered short line inside a story is a sub-heading and a paragraph of its own.",
        "稿件中间带序号的短行是小标题，单独成段。",
    ),
    "note": Rule(
        "The line tells of the author or signs with place and name: the story's last paragraph.",
        "这一行介绍作者，或是地名加姓名的落款，是稿件的末段。",
    ),
    "signature": Rule(
        "A date alone, or the body named above it, signs a notice.",
        "公告末尾单独的日期及其上方的单位名称是落款。",
    ),
    "caption-of-photo-story": Rule(
        "A headline, one block of text and a photo credit: the text is the caption.",
        "标题、一段文字加摄影署名，这段文字是图片说明。",
    ),
    "caption-before-credit": Rule(
        "The short block before a photo credit is the photo's caption.",
        "摄影署名前的短段是图片说明。",
    ),
    "credit-on-its-line": Rule(
        "The line names who took the photo (某某 摄).",
        "这一行说明照片是谁拍的（某某 摄）。",
    ),
    "credit-behind-caption": Rule(
        "The words behind the caption's last sentence name who took the photo.",
        "图片说明末尾写明照片是谁拍的。",
    ),
    "jump-on-its-line": Rule(
        "The line is a mark that sends the reader to another page, or says where the story began.",
        "这一行是转版或接版标记。",
    ),
    "jump-behind-headline": Rule(
        "The mark behind the headline sends the reader to another page.",
        "标题后的标记说明正文在另一版。",
    ),
    "jump-behind-text": Rule(
        "The mark behind the text says on which page the story goes on.",
        "正文末尾的标记说明稿件转到哪一版。",
    ),
    "jump-before-text": Rule(
        "The mark before the text says on which page the story began.",
        "正文开头的标记说明稿件从哪一版接来。",
    ),
    "masthead-line": Rule(
        "The line holds what mastheads hold: publisher, date, number, pages, hotline, licences.",
        "这一行是报头内容：主办单位、日期、期号、版数、热线、刊号等。",
    ),
    "date-line": Rule(
        "The line is a date beside other lines of the masthead.",
        "这一行是报头旁的日期。",
    ),
    "day-line": Rule(
        "A number alone beside the masthead's date is the day of the month.",
        "报头日期旁单独的数字是日。",
    ),
    "folio-line": Rule(
        "The line gives the page's number, name or date: the folio.",
        "这一行是版次、版名或日期，属报眉。",
    ),
    "nameplate-line": Rule(
        "The line beside the masthead is the paper's own name.",
        "报头旁的这一行是报名。",
    ),
    "channel-line": Rule(
        "The line beside the masthead names the paper's other channels.",
        "报头旁的这一行是本报的其他传播渠道。",
    ),
    "motto-line": Rule(
        "Words of one length in a row beside the masthead are a slogan.",
        "报头旁字数整齐的词组是标语。",
    ),
    "weather-line": Rule(
        "The line beside the masthead gives the weather.",
        "报头旁的这一行是天气。",
    ),
    "imprint-line": Rule(
        "The line names who made the page, or how to reach the paper.",
        "这一行是责任编辑、版式、校对或联系方式，属报尾。",
    ),
    "imprint-behind-text": Rule(
        "The words behind the last sentence name who made the page.",
        "末句之后写明责任编辑等，属报尾。",
    ),
    "site-line": Rule(
        "The line is a website's own: navigation, copyright, sharing, where a story came from.",
        "这一行是网页自带的内容：导航、版权声明、分享或来源说明。",
    ),
    "ornament-line": Rule(
        "The line is a rule or a row of ornaments.",
        "这一行是分隔线或花饰。",
    ),
    "invisible-mark": Rule(
        "The character cannot be seen: a zero-width space, a direction mark, a st"
        "ray byte order mark.",
        "看不见的字符：零宽空格、方向标记或多余的字节序标记。",
    ),
}
