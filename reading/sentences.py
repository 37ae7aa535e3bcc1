"""Sentences: what each feature of an item says, in English and Chinese.

They answer "why is this a headline?": its rule names the one to three features that decided, such
as ``place:gaps+run:below``. Every feature of ``features`` has its sentence here.
"""

from __future__ import annotations

from .rules import RULES, Rule

FEATURES: dict[str, Rule] = {
    "form:any": Rule(
        "Lines are headlines as often as this on pages of this kind.",
        "此类版面上，标题行本来就占这样的比例。",
    ),
    "form:author": Rule("Brackets name the author.", "括号里注明作者。"),
    "form:caption": Rule("It opens as captions do (图为…).", "以“图为”等字样开头，像图片说明。"),
    "form:colon": Rule("It holds a colon.", "行内有冒号。"),
    "form:column": Rule(
        "It ends in a column's name in brackets.", "行末括号里是栏目名，标题常这样写。"
    ),
    "form:commas": Rule("It has as many commas as headlines have.", "逗号的多少像标题。"),
    "form:dash": Rule("Dashes open or end it.", "以破折号开头或结尾。"),
    "form:day": Rule("It is a date alone.", "整行只有日期。"),
    "form:deed": Rule("It names who does what.", "写明何人做何事。"),
    "form:end-note": Rule("A note in brackets ends it.", "以括号里的附注结尾。"),
    "form:even-parts": Rule("Its parts are of one length.", "各段字数整齐。"),
    "form:first": Rule("It begins as headlines begin.", "开头的字符像标题。"),
    "form:last": Rule("It ends as headlines end, with no full stop.", "结尾像标题，没有句号。"),
    "form:length": Rule("It is as long as headlines are.", "字数像标题。"),
    "form:length-last": Rule(
        "Its length and its last mark together are a headline's.", "字数和末尾标点合看像标题。"
    ),
    "form:names": Rule("It holds names alone, or does not.", "整行只有姓名。"),
    "form:numbered": Rule("It has, or lacks, a number of a series.", "带或不带序号。"),
    "form:open": Rule("A bracket or quotation in it stays open.", "括号或引号没有配对。"),
    "form:own": Rule("By its own form it looks like a headline.", "单看这一行，形式像标题。"),
    "form:parts": Rule("Spaces part it into several parts.", "行内用空格分成几段。"),
    "form:pause": Rule("It holds the mark 、.", "行内有顿号。"),
    "form:quoted": Rule("The whole of it is a quotation.", "整行是引语。"),
    "form:quotes": Rule("It holds quotation marks.", "行内有引号。"),
    "form:reporter": Rule("It speaks of a reporter.", "行内提到记者。"),
    "form:speaker": Rule("It opens with who speaks.", "开头写明说话的人。"),
    "form:stops": Rule("No sentence ends inside it.", "行内没有句号。"),
    "form:telling": Rule("It says who said what, or does not.", "写明或没有写明谁说了什么。"),
    "form:time": Rule("It opens with a time, or does not.", "以时间开头，或不以时间开头。"),
    "place:empties": Rule(
        "Empty lines stand above and below it as about a headline.", "上下空行像标题。"
    ),
    "place:empty": Rule("An empty line stands above it.", "上面有空行。"),
    "place:full": Rule(
        "It ends before the column's edge, or runs over it.", "没有排满一行，或超出栏宽。"
    ),
    "place:gap": Rule("The space above it is not that of paragraphs.", "与上一块的间隔和段落不同。"),
    "place:gaps": Rule(
        "The spaces above and below it are those of a headline.", "上下的间隔像标题。"
    ),
    "place:indent": Rule("It is not indented as paragraphs are.", "不像段落那样缩进。"),
    "place:indent-gap": Rule(
        "Its margin and the space above it are a headline's.", "缩进和上面的空行合看像标题。"
    ),
    "place:indent-gaps": Rule(
        "Its margin and the spaces about it are a headline's.", "缩进和上下空行合看像标题。"
    ),
    "place:indents": Rule(
        "The text about it is indented and it is not.", "上下的正文缩进，它不缩进。"
    ),
    "place:margin": Rule("It has a headline's margin.", "左边的空白像标题。"),
    "near:about": Rule(
        "What stands above and below it stands about headlines.", "上下各是什么，合看像标题。"
    ),
    "near:above": Rule("What stands above it ends a story.", "上面一行像一篇的结尾。"),
    "near:above-it": Rule(
        "Such a line below such a one begins a story.", "上一行之后接这样的行，是新的一篇。"
    ),
    "near:below": Rule("Text that opens a story stands below it.", "下面是一篇正文的开头。"),
    "near:closed": Rule(
        "The text above is complete, and text stands below.", "上面的正文已完，下面又有正文。"
    ),
    "near:closed-length": Rule(
        "A text as long as the one above is complete.", "上面一段已经完整。"
    ),
    "near:first-above": Rule(
        "The line above opens as a story's last one does.", "上一行的开头像一篇的末段。"
    ),
    "near:first-below": Rule("The line below opens as a text does.", "下一行的开头像正文。"),
    "near:it-below": Rule("It and the line below go together.", "这一行与下一行像标题与正文。"),
    "near:last-above": Rule("The line above ends a text.", "上一行的结尾像一篇的结尾。"),
    "near:last-below": Rule("The line below ends as text ends.", "下一行的结尾像正文。"),
    "near:last-first": Rule(
        "The end above and the beginning here belong to two stories.", "上一行的末字与这一行的首字不像同一篇。"
    ),
    "near:length-above": Rule("The line above is as long as a last one.", "上一行的长短像一篇的末段。"),
    "near:length-below": Rule("The line below is as long as text is.", "下一行的长短像正文。"),
    "near:second-above": Rule("Two lines above a story ends.", "上面第二行像一篇的结尾。"),
    "near:second-below": Rule("Two lines below text goes on.", "下面第二行像正文。"),
    "near:top": Rule("It is the first line below the page's head.", "它是版面正文的第一行。"),
    "run:above": Rule("Text stands above the short lines.", "短行上面是正文。"),
    "run:about": Rule(
        "What stands above and below the short lines parts stories.", "短行上下各是什么，像两篇之间。"
    ),
    "run:below": Rule("Text stands below the short lines.", "短行下面是正文。"),
    "run:density": Rule("The page has as many short lines as this.", "版面上短行的多少。"),
    "run:ends-alike": Rule(
        "It begins and ends otherwise than the short line above.", "首尾与上一处短行不同。"
    ),
    "run:like-above": Rule("It is not shaped like the short line above.", "形状与上一处短行不同。"),
    "run:like-below": Rule("It is not shaped like the short line below.", "形状与下一处短行不同。"),
    "run:longer-by": Rule("It is longer than the short line above.", "比上一处短行长。"),
    "run:marks-left": Rule("No signature is left below it.", "下面还有没有署名。"),
    "run:marks-since": Rule(
        "A signature or dateline stands between it and the short line above.",
        "与上一处短行之间有署名或电头。",
    ),
    "run:marks-until": Rule(
        "A signature or dateline stands between it and the short line below.",
        "与下一处短行之间有署名或电头。",
    ),
    "run:much-longer": Rule(
        "It is much longer than the short line above.", "比上一处短行长得多。"
    ),
    "run:open": Rule("The text above the short lines is complete.", "短行上面的正文已经完整。"),
    "run:place": Rule("It is the first of several short lines.", "它是几个短行的第一行。"),
    "run:place-below": Rule(
        "So many short lines above such a text are a headline.", "这样几个短行之下接正文，是标题。"
    ),
    "run:same": Rule("Few short lines are as long as it.", "字数与它相同的短行不多。"),
    "run:same-short": Rule("Few short lines are as long as it.", "字数与它相同的短行不多。"),
    "run:shape": Rule("Few runs of short lines have its shape.", "形状相同的短行不多。"),
    "run:shorter-by": Rule("Its length is not that of the short line below.", "长短与下一处短行不同。"),
    "run:since": Rule("The short line above is as far as a story is long.", "与上一处短行隔着一篇的长度。"),
    "run:until": Rule("The short line below is as far as a story is long.", "与下一处短行隔着一篇的长度。"),
    "told:runs-since": Rule(
        "Since the last dateline so many short lines have come.", "上一处电头之后的短行数目。"
    ),
    "told:share": Rule("As many headlines as this have datelines here.", "本版带电头的标题所占比例。"),
    "told:since": Rule("The dateline above is as far as a story is long.", "与上面的电头隔着一篇的长度。"),
    "told:until": Rule("A dateline follows closely.", "下面不远处有电头。"),
    "bond:above": Rule("It does not read on from the line above.", "与上一行读不通，不是接续。"),
    "bond:above-it": Rule("It does not read on from the line above.", "与上一行读不通，不是接续。"),
    "bond:below": Rule("The line below does not read on from it.", "下一行不是它的接续。"),
    "bond:below-form": Rule("The line below does not read on from it.", "下一行不是它的接续。"),
    "bond:it": Rule("It does not read on from the line above.", "与上一行读不通，不是接续。"),
    "words:above": Rule("The text above seldom uses its words.", "上文很少用到它的词。"),
    "words:alike": Rule("The texts above and below share few words.", "上下文相同的词很少。"),
    "words:alike-length": Rule(
        "The texts above and below share few words.", "上下文相同的词很少。"
    ),
    "words:alike-more": Rule(
        "The text below uses its words and shares few with the text above.",
        "下文用到它的词，与上文相同的词却很少。",
    ),
    "words:below": Rule("The text below uses its words.", "下文用到它的词。"),
    "words:far-above": Rule("The text above seldom uses its words.", "上文很少用到它的词。"),
    "words:far-alike": Rule("The texts above and below share few words.", "上下文相同的词很少。"),
    "words:far-below": Rule("The text below uses its words.", "下文用到它的词。"),
    "words:far-more": Rule(
        "The text below uses its words more than the text above.", "下文比上文更多用到它的词。"
    ),
    "words:more": Rule(
        "The text below uses its words more than the text above.", "下文比上文更多用到它的词。"
    ),
    "words:more-length": Rule(
        "The text below uses its words more than the text above.", "下文比上文更多用到它的词。"
    ),
    "words:next": Rule("The paragraph below uses its words.", "下面一段用到它的词。"),
    "words:retold": Rule("The text below is not about what the text above is.", "下文说的不是上文的事。"),
    "words:retold-more": Rule(
        "The text below leaves what the text above is about and uses its words.",
        "下文不再说上文的事，而用到它的词。",
    ),
    "words:retold-told": Rule(
        "The text below leaves what the text above is about.", "下文不再说上文的事。"
    ),
    "words:retold-top": Rule(
        "The text below leaves what the text above is about.", "下文不再说上文的事。"
    ),
}  # fmt: skip


def explain(rule: str) -> Rule | None:
    """Return a rule's explanation; of several features joined by + a sentence each."""
    if rule in RULES:
        return RULES[rule]
    told = dict.fromkeys(FEATURES[name] for name in rule.split("+") if name in FEATURES)
    if not told:
        return None
    return Rule(
        " ".join(found.english for found in told), "".join(found.chinese for found in told)
    )
