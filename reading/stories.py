"""Stories: a draft taken apart into headline, dateline, bylines, paragraphs, photos and jumps.

Every run of a draft's lines ends in exactly one segment, so nothing can be lost or told twice.
"""

from __future__ import annotations

import re
from dataclasses import replace

from . import captions
from .bodies import Body
from .bylines import (
    bare_names,
    byline_after,
    byline_behind,
    byline_line,
    dateline,
)
from .credits import credit_behind, credit_names
from .document import BylineText, Furniture, PhotoText, Segment, Span, Story, merged
from .drafts import Draft, Mark, Paragraph
from .flow import Flow
from .headlines import announces, read_headline
from .imprints import TAIL as IMPRINT_TAIL
from .kinds import Kind
from .lines import Line, Source, ends_sentence, squeeze
from .marks import (
    JUMP_FROM,
    JUMP_TO,
    is_jump_of_text,
    jump_back_behind,
    jump_behind_headline,
    jump_behind_text,
    page_alone,
    page_of,
)
from .signatures import signature_line
from .signed import Mark as Signed

_JUMP_REACH = 40


class StoryBuilder:
    """Builds one story from its draft; ``furniture`` holds imprints found behind its text."""

    def __init__(self, source: Source, draft: Draft) -> None:
        self.source = source
        self.draft = draft
        self.story = Story()
        self.furniture: list[Furniture] = []
        self.bodies: list[Body] = []

    def build(self) -> Story:
        """Return the story of the draft."""
        self._read_head()
        for number, paragraph in enumerate(self.draft.paragraphs):
            self._read_paragraph(paragraph, first=number == 0)
        self._read_last_byline()
        for mark in self.draft.marks:
            self._read_mark(mark)
        self._read_closing_credit()
        self._place_bodies()
        self._judge()
        self.story.spans = merged(self.source.text, [s.span for s in self.story.segments])
        self.story.segments.sort(key=lambda segment: segment.span)
        return self.story

    def _add(self, part: str, index: int, spans: list[Span], rule: str, sure: float) -> None:
        self.story.segments += [Segment(part, index, span, rule, sure) for span in spans]

    def _read_head(self) -> None:
        head = self.draft.head
        if not head:
            return
        jumps = self.draft.head_jump
        head = self._take_head_jump() if jumps else self._take_bare_names(head)
        head = self._take_head_back(head)
        headline = read_headline(head, self.draft.rule)
        for part in headline.parts:
            sure = self.draft.sure if part.rule == self.draft.rule else part.sure
            self._add(part.name, 0, part.spans, part.rule, sure)
        story = self.story
        story.section, story.kicker = headline.text("section"), headline.text("kicker")
        story.headline, story.deck = headline.text("headline"), headline.text("deck")

    def _take_bare_names(self, head: list[tuple[Line, Kind]]) -> list[tuple[Line, Kind]]:
        """Take off a last line that holds names only: the writer, above a text without dateline."""
        line, kind = head[-1]
        paragraphs = self.draft.paragraphs
        if len(head) < 2 or kind is not Kind.TEXT or not paragraphs or paragraphs[0].anchor:
            return head
        names = bare_names(line.text) if len(line.key) <= 9 else []
        if not names or self.draft.has(Kind.BYLINE):
            return head
        people = [BylineText("", name) for name in names]
        self._add_people(people, [(line.start, line.end)], "byline-on-its-line")
        return head[:-1]

    def _take_head_jump(self) -> list[tuple[Line, Kind]]:
        """Cut the jump off the end of the last headline line."""
        line, _ = self.draft.head[-1]
        norm = line.norm
        low = max(len(norm) - _JUMP_REACH, 0)
        found = jump_behind_headline(norm[low:])
        if found is None:
            return self.draft.head
        cut = low + found.start()
        self.story.jump_to = page_of(found)
        self._add("jump_to", 0, [(line.start + cut, line.end)], "jump-behind-headline", 0.95)
        return self._cut_head(self.draft.head, cut)

    def _take_head_back(self, head: list[tuple[Line, Kind]]) -> list[tuple[Line, Kind]]:
        """Cut 上接第1版 off the end of the last headline line."""
        if not head:
            return head
        line, _ = head[-1]
        low = max(len(line.norm) - _JUMP_REACH, 0)
        found = jump_back_behind(line.norm[low:])
        if found is None or low + found.start() == 0:
            return head
        self.story.jump_from = page_of(found)
        cut = low + found.start()
        self._add("jump_from", 0, [(line.start + cut, line.end)], "jump-behind-headline", 0.95)
        return self._cut_head(head, cut)

    @staticmethod
    def _cut_head(head: list[tuple[Line, Kind]], cut: int) -> list[tuple[Line, Kind]]:
        """Return headline lines with the last one cut at a place; what is behind it is a mark."""
        line, kind = head[-1]
        text = line.text[:cut].rstrip()
        if not text:
            return head[:-1]
        norm = line.norm[: len(text)]
        end = line.start + len(text)
        shorter = replace(line, end=end, text=text, norm=norm, key=squeeze(norm), tokens=None)
        return [*head[:-1], (shorter, kind)]

    def _read_paragraph(self, paragraph: Paragraph, *, first: bool) -> None:
        flow = Flow(self.source, paragraph.runs)
        body = Body(flow, paragraph.rule, 0, len(flow.text))
        if first or paragraph.anchor:
            self._read_opening(body)
        self._read_ending(body)
        self.bodies.append(body)

    def _read_opening(self, body: Body) -> None:
        """Take jump, dateline and byline off the beginning of a paragraph."""
        flow, story = body.flow, self.story
        back = JUMP_FROM.match(flow.norm[:_JUMP_REACH])
        if back and (back[0][0] in "([【〖" or re.search(r"版\s*$", back[0])):
            story.jump_from = page_of(back)
            self._add("jump_from", 0, flow.spans(0, back.end()), "jump-before-text", 0.97)
            body.start = back.end()
        found = dateline(flow) if body.start == 0 else None
        if found:
            story.dateline = found.text
            self._add("dateline", 0, flow.spans(0, found.end), "dateline-at-opening", 0.98)
            body.start = found.end
        people = byline_after(flow, body.start)
        if people:
            rule = "byline-after-dateline" if found else "byline-at-opening"
            self._add_signed(people, body, rule)
            body.start = people.end
        if found or people:
            self._skip_colon(body)

    def _skip_colon(self, body: Body) -> None:
        """Leave out the colon that some papers set behind the byline."""
        rest = body.flow.norm[body.start : body.start + 4]
        found = re.match(r"\s*[:：]", rest)
        if found:
            end = body.start + found.end()
            index = max(len(self.story.bylines) - 1, 0)
            part = "byline" if self.story.bylines else "dateline"
            self._add(part, index, body.flow.spans(body.start, end), "byline-after-dateline", 0.9)
            body.start = end

    def _add_people(self, people: list[BylineText], spans: list[Span], rule: str) -> None:
        self._add("byline", len(self.story.bylines), spans, rule, 0.97)
        self.story.bylines += people

    def _add_signed(self, found: Signed, body: Body, rule: str) -> None:
        """Add the people in brackets; what of them could not be read stays in the text."""
        spans = [span for run in found.taken for span in body.flow.spans(*run)]
        self._add_people(found.bylines, spans, rule)
        body.left += found.left

    def _read_ending(self, body: Body) -> None:
        """Take jump, imprint and credit off the end of a paragraph, from the back.

        Behind a full stop stands none of them.
        """
        while body.end > body.start and body.flow.norm[body.end - 1] not in "。！？":
            end = body.end
            self._cut_jump(body)
            self._cut_imprint(body)
            if body.credit is None:
                self._cut_credit(body)
            if body.end == end:
                return

    def _read_last_byline(self) -> None:
        """Take the byline off the end of the text; pictures may stand below it."""
        pictured = {mark.after for mark in self.draft.marks if mark.kind is Kind.CREDIT}
        for number in range(len(self.bodies), 0, -1):
            body = self.bodies[number - 1]
            if body.credit is None and body.rule != "note" and number not in pictured:
                self._cut_byline(body)
                self._read_ending(body)
                return

    def _cut_jump(self, body: Body) -> None:
        low = max(body.end - _JUMP_REACH, body.start)
        tail = body.flow.norm[low : body.end]
        found = jump_behind_text(tail) if self.story.jump_to is None else None
        if found is None or not is_jump_of_text(tail, found):
            return
        self.story.jump_to = page_of(found)
        start = low + found.start()
        self._add("jump_to", 0, body.flow.spans(start, body.end), "jump-behind-text", 0.97)
        body.end = start

    def _cut_imprint(self, body: Body) -> None:
        low = max(body.end - 60, body.start)
        tail = body.flow.norm[low : body.end]
        found = IMPRINT_TAIL.search(tail) if ":" in tail else None
        if found is None or not ends_sentence(squeeze(tail[: found.start()])):
            return
        for span in body.flow.spans(low + found.start(), body.end):
            self.furniture.append(Furniture("imprint", span, "imprint-behind-text", 0.9))
        body.end = low + found.start()

    def _cut_credit(self, body: Body) -> None:
        found = credit_behind(body.flow, body.end)
        if found is None or found[0] <= body.start:
            return
        start, body.credit = found
        body.credit_spans = body.flow.spans(start, body.end)
        body.credit_rule = "credit-behind-caption"
        body.end = start

    def _cut_byline(self, body: Body) -> None:
        found = byline_behind(body.flow, body.end)
        least = body.start if found and found.left else body.start + 1
        if found is None or found.start < least:
            return
        self._add_signed(found, body, "byline-after-last-sentence")
        body.end = found.start

    def _read_mark(self, mark: Mark) -> None:
        line, story = mark.line, self.story
        spans = [(one.start, one.end) for one in (line, *mark.more)]
        flow = Flow(self.source, spans)
        if mark.kind is Kind.BYLINE:
            self._read_signature(byline_line(flow) or signature_line(flow), flow)
        elif (
            mark.kind is Kind.CREDIT
            and mark.after == 0
            and self.bodies
            and captions.writers(line.text)
        ):
            # 记者 甲 文/图 above the text names its writer.
            self._add_people(captions.writers(line.text), spans, "byline-on-its-line")
        elif mark.kind is Kind.CREDIT:
            self._read_credit(mark, credit_names(line.text) or "", spans)
        else:
            pattern = JUMP_TO if mark.kind is Kind.JUMP_TO else JUMP_FROM
            jump = pattern.fullmatch(line.key) or page_alone(line.key)
            page = page_of(jump) if jump else None
            if mark.kind is Kind.JUMP_TO:
                story.jump_to = story.jump_to or page
                self._add("jump_to", 0, spans, "jump-on-its-line", 0.97)
            else:
                story.jump_from = story.jump_from or page
                self._add("jump_from", 0, spans, "jump-on-its-line", 0.97)

    def _read_signature(self, found: Signed | None, flow: Flow) -> None:
        """Read a line that names who made the story; the dateline may stand there too."""
        start = 0
        if found and found.text:
            if self.story.dateline:
                self.bodies.append(Body(flow, "note", 0, len(flow.text)))
                return
            self.story.dateline = found.text
            start = found.start if found.bylines else len(flow.text)
            self._add("dateline", 0, flow.spans(0, start), "dateline-below-text", 0.95)
        people = found.bylines if found else []
        self._add_people(people, flow.spans(start, len(flow.text)), "byline-on-its-line")

    def _read_closing_credit(self) -> None:
        """Tell a credit behind the last words of news from one under a picture.

        （记者 甲 文/图） is the story's byline; before （甲 摄） the words may still be its text.
        """
        for body in reversed(self.bodies):
            if captions.says_what_is_shown(body.flow.text[body.start : body.end]):
                continue
            if body.credit is None or self._is_closed_by_credit(body):
                return

    def _is_closed_by_credit(self, body: Body) -> bool:
        """Take a credit for its story's byline, or its text for a paragraph, where it is that."""
        story, printed = self.story, body.flow.join(body.credit_spans)
        others = (one for one in self.bodies if one is not body)
        signed = bool(story.dateline or story.bylines) or any(one.credit is None for one in others)
        if not signed or captions.is_of_pictures(story.section):
            return False
        people = captions.writers(printed)
        if people:
            alone = body.credit_rule == "credit-on-its-line"
            rule = "byline-on-its-line" if alone else "byline-after-last-sentence"
            self._add_people(people, body.credit_spans, rule)
            body.credit = None
        elif captions.is_bracketed(printed) and captions.tells_on(
            body.flow.clean(body.start, body.end)
        ):
            body.is_text = True
            self._cut_byline(body)
        return bool(people) or body.is_text

    def _read_credit(self, mark: Mark, name: str, spans: list[Span]) -> None:
        body = self.bodies[mark.after - 1] if mark.after else None
        if body is not None and body.credit is None:
            body.credit, body.credit_spans, body.credit_rule = name, spans, "credit-on-its-line"
            return
        self._add("credit", len(self.story.photos), spans, "credit-on-its-line", 0.9)
        self.story.photos.append(PhotoText("", name))

    def _place_bodies(self) -> None:
        """Make each paragraph a paragraph or, with a credit, a photo's caption."""
        only_photos = (
            not self.story.dateline
            and not self.story.bylines
            and bool(self.bodies)
            and all(body.credit is not None for body in self.bodies)
        )
        for body in self.bodies:
            body.take_text()
            if body.credit is not None:
                self._place_credit(body, only_photos=only_photos)
            elif body.text:
                self._place_paragraph(body)

    def _place_credit(self, body: Body, *, only_photos: bool) -> None:
        story, index = self.story, len(self.story.photos)
        text = body.text
        alone = len(self.bodies) == 1
        is_caption = only_photos or captions.is_caption(text, alone=alone)
        is_caption = is_caption and not body.is_text
        if is_caption:
            rule = "caption-of-photo-story" if only_photos else "caption-before-credit"
            self._add("caption", index, body.spans, rule, 0.9)
        elif text:
            self._place_paragraph(body)
        self._add("credit", index, body.credit_spans, body.credit_rule, 0.95)
        story.photos.append(PhotoText(text if is_caption else "", body.credit or ""))

    def _place_paragraph(self, body: Body) -> None:
        index = len(self.story.paragraphs)
        self._add("paragraph", index, body.spans[:1], body.rule, 0.96)
        self._add("paragraph", index, body.spans[1:], "paragraph-goes-on", 0.95)
        self.story.paragraphs.append(body.text)

    def _judge(self) -> None:
        """Tell the story's kind, and whether its text stops in mid-sentence."""
        story = self.story
        title = story.headline or story.kicker
        if story.photos and not story.paragraphs and not story.dateline:
            story.kind = "photo"
        elif not story.paragraphs and not story.photos and story.jump_to is not None:
            story.kind = "teaser"
        elif not (story.dateline or any(one.role for one in story.bylines)) and announces(title):
            story.kind = "notice"
        texts = [body for body in self.bodies if body.credit is None and body.rule != "note"]
        last = texts[-1] if texts else None
        open_end = last is not None and bool(last.text) and not last.closed
        bylined = any(s.rule == "byline-after-last-sentence" for s in story.segments)
        story.truncated = (
            open_end and story.kind == "news" and story.jump_to is None and not bylined
        )
