"""Front and inner pages of invented papers, with known truth.

``make_page(rng)`` gives the raw text of a page and the page document that a reader must give for
it. The forms come from ``docs/page-document.md`` and from how Chinese papers are made.
``python -m tests.reading.score --pages 500 --seed 1`` marks the reader on such pages;
``python -m tests.reading.generator FOLDER --count 10000 --seed 1`` writes a folder of them.

Left out, because the format does not fix what a reader must give:

* a standing column's name with neither pinyin line nor mark, which looks like a kicker;
* sub-headings and notice signatures among blocks (no sentence end, so "goes on in the next
  block"); sub-headings are only printed where an indent makes them a paragraph;
* paragraphs that end in a colon or a semicolon among blocks;
* pictures with no headline, or with two photographers; 文/图 credits; 图片由…提供;
* bylines as sentences (记者张三报道), 本报 before roles other than 记者, 新华社记者 as a role on
  its own line; sources in brackets at the end (据《人民日报》); 题： after a dateline;
* slogans other than the core values on one line with other pieces of a masthead;
* both 第N期 and 总第M期 in one masthead; English dates; the paper's name as a channel;
* white space inside running text, and line breaks at a space, within a word or between the
  halves of a widened name;
* summaries of one paragraph with 详见第N版, where news and teaser cannot be told apart;
* the word 导读 above teasers, and a section's name over several stories;
* a story cut short before a headline that nothing announces; among blocks, one whose last block
  is so short that it could be a headline itself;
* headlines ending like a sentence among blocks, with no byline below to tell them by.

Files: ``texts/`` and ``grammar`` hold the phrases, ``people`` the papers, ``issues`` days and
numbers, ``prose``, ``headlines``, ``bylines`` and ``stories`` the articles, ``mastheads`` the
furniture, ``layouts`` the printing, ``pages`` the whole, ``errors`` slips to plant, ``corpus``
the files.

In one point the truth goes by the page and not by the letter: a headline wrapped at the column's
width (printed lines only, rare, form ``headline-wrap``) is one headline, not kicker and headline.
"""

from tests.reading.generator.corpus import write_corpus
from tests.reading.generator.issues import IssuePlan, make_issue, make_issue_run
from tests.reading.generator.pages import GeneratedPage, PagePlan, make_page, print_page
from tests.reading.generator.people import Paper, make_paper
from tests.reading.generator.stories import StoryPlan, rename

__all__ = [
    "GeneratedPage",
    "IssuePlan",
    "PagePlan",
    "Paper",
    "StoryPlan",
    "make_issue",
    "make_issue_run",
    "make_page",
    "make_paper",
    "print_page",
    "rename",
    "write_corpus",
]
