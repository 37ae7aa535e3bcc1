"""清稿: a working copy written into its page, through the one writer of words.

What others have saved since is merged in; where both changed the same words the person is asked,
and nothing is written. All of it is one transaction, and each step stands in the record as what it
was: split, joined, moved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from zlib import crc32

from django.contrib.admin.models import CHANGE
from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from articles.merge import Conflict, merge_story
from articles.models import Article, Revision
from articles.photo_files import undone_with_rows
from articles.text import StoryText
from audit import journal
from audit import log as audit
from editorial.editing import (
    EditConflict,
    EditRefused,
    PhotoFile,
    StoryChange,
    add_story,
    change_story,
    reorder,
)
from editorial.new_places import ORDER
from editorial.proposals import propose_repair, propose_values
from editorial.saved import Saved
from editorial.workflow import Action, change_state
from issues.models import Page
from reviews.approvals import newest_voiding
from workbench.clashes import Clash, Clashes, OrderClash
from workbench.continuations import joined_on, put_back, take_off, take_up
from workbench.copies import Behind, Copy, locked, steps_to_write, told_of
from workbench.kinds_of_change import proposed_kinds
from workbench.models import Operation, WorkingStep, WorkingStory
from workbench.photo_merge import (
    Placed,
    bare,
    brought_images,
    files_of,
    merge_photos,
    placed,
    placed_in,
)
from workbench.provenance import keep_provenance
from workbench.state import DeskStory, story_text
from workbench.story_order import merged_order, put_like
from workbench.told import kept, unlike

MINE, THEIRS = "mine", "theirs"
# Typing is what a revision tells of anyway.
PUT_IMAGE = "put_image"
UNTOLD = {"type", "accept", "use", "restore", "restore_read"}


@dataclass(slots=True)
class _Draft:
    """A story as it shall be written, and the row that it is written over."""

    story: DeskStory
    row: WorkingStory
    article: Article | None
    text: StoryText
    photos: Sequence[Placed]


def save(
    page: Page,
    user: User,
    number: str = "",
    *,
    kinds: Mapping[str, str] | None = None,
    resolve: Mapping[str, str] | None = None,
    asked: str | None = None,
) -> Saved:
    """Write what a person's copy changes of the page.

    ``kinds`` says which stories are repaired and which edited, where it is not what is proposed;
    ``resolve`` whose words stand where two have changed the same, as he answered ``Clashes`` of
    the page ``asked``: what others have saved after that he has not seen, and is asked anew.
    Raises ``Behind`` when another window of his has gone on, ``Clashes``, ``EditRefused`` or
    ``NotAllowed``; then nothing at all was written.
    """
    try:
        with undone_with_rows(), audit.chained():
            Page.objects.select_for_update().get(pk=page.pk)
            copy = locked(page, user)
            if number and number.split(".")[0] != str(copy.row.number):
                raise Behind
            seen = asked is None or asked == standing(copy.opened.articles)
            return _Saving(copy, user, kinds or {}, (resolve or {}) if seen else {}).all()
    except EditConflict as conflict:
        raise EditRefused(str(conflict)) from conflict


def standing(articles: Sequence[Article]) -> str:
    """Name the page as it stands: the versions, states and order of its stories."""
    rows = ",".join(f"{row.pk}:{row.version}:{row.status}:{row.order}" for row in articles)
    return f"{crc32(rows.encode()):x}"


class _Saving:
    """One saving of one copy."""

    def __init__(
        self, copy: Copy, by: User, kinds: Mapping[str, str], resolve: Mapping[str, str]
    ) -> None:
        self.copy, self.by, self.resolve = copy, by, resolve
        self.page = copy.row.page
        known = {key: kind for key, kind in kinds.items() if kind in Revision.Kind.values}
        self.kinds = {**proposed_kinds(copy), **known}
        self.saved = Saved()
        self.images: dict[int, PhotoFile] = {}
        self.done, self.reverted = steps_to_write(copy)
        # What each step is called in the record, by the stories that it concerned.
        self.told = [told_of(step) for step in self.done]
        # Versions and keys as the operations name them.
        self.written: dict[str, tuple[int, int]] = {}

    def all(self) -> Saved:
        known = newest_voiding()
        drafts = self.drafts()
        rows = [(draft.article, draft.photos) for draft in drafts]
        self.images = brought_images(self.copy.row, rows, joined_on(self.copy.desk))
        self.take_up()
        # In one order for all, so that two people who save at once never wait crosswise.
        for draft in sorted(drafts, key=lambda row: row.article.pk if row.article else 0):
            if draft.article is not None:
                self.change(draft)
        for draft in drafts:
            if draft.article is None:
                self.add(draft)
        self.set_aside()
        self.saved.aside += take_off(self.copy, self.by)
        self.saved.back += put_back(map(told_of, self.reverted), self.by)
        self.reorder()
        self.saved.note_places(known, by=self.by)
        self.record()
        self.rebase()
        return self.saved

    def drafts(self) -> list[_Draft]:
        """Return what is to be written, merged. Raises ``Clashes``."""
        found, clashes = [], []
        for story in self.copy.desk.stories:
            row = self.copy.stories.get(story.key)
            if row is None or row.story is None:
                continue
            article = self.copy.opened.by_key.get(story.key)
            mine = story_text(story)
            if article is None and row.article_id is not None:
                text = _(
                    "“%(story)s” was withdrawn or moved to another page since. Take it off this"
                    " page, and change it where it stands now."
                )
                raise EditRefused(text % {"story": story.title})
            if article is None or row.base is None:
                if not story.is_empty:
                    found.append(_Draft(story, row, article, mine, placed(story)))
                continue
            draft, clash = self.merged(story, row, article, mine)
            if clash is not None:
                clashes.append(clash)
            if draft is not None:
                found.append(draft)
        order = self.order_clash()
        if clashes or order:
            raise Clashes(clashes, order, standing(self.copy.opened.articles))
        return found

    def order_clash(self) -> OrderClash | None:
        """Return both orders where two people have moved the same and nobody has chosen yet."""
        rest = self.copy.row.rest
        desk, fresh = self.copy.desk.stories, self.copy.opened.desk.stories
        mine, theirs = ([row.key for row in rows] for rows in (desk, fresh))
        if rest is None or self.resolve.get(ORDER) in (MINE, THEIRS):
            return None
        if merged_order(rest["base"]["order"], mine, theirs) is not None:
            return None
        return OrderClash([row.title for row in desk], [row.title for row in fresh])

    def merged(
        self, story: DeskStory, row: WorkingStory, article: Article, mine: StoryText
    ) -> tuple[_Draft | None, Clash | None]:
        """Return what shall be written, ``None`` where the person changed nothing."""
        base = StoryText.from_dict(row.base or {})
        theirs = self.copy.opened.texts[story.key]
        same = mine.words == base.words and not any(photo.image for photo in story.photos)
        if same or self.resolve.get(story.key) == THEIRS:
            return None, None
        if self.was_taken_off(article, story.key) and self.resolve.get(story.key) != MINE:
            off = Conflict("status", "", story.title, str(article.get_status_display()))
            author = str(article.updated_by or "?")
            return None, Clash(story.key, story.title, mine, theirs, author, [off])
        if article.version == row.base_version or self.resolve.get(story.key) == MINE:
            return _Draft(story, row, article, mine, placed(story)), None
        rows = (row.base or {}).get("rows", [])
        known = dict(zip(rows, map(bare, base.photos), strict=False))
        photos, conflicts = merge_photos(known, placed(story), placed_in(article))
        # The photos are merged by their rows, so all three have the same here.
        words = [replace(one, photos=base.photos).words for one in (base, mine, theirs)]
        merged = merge_story(*words)
        if found := [*merged.conflicts, *conflicts]:
            author = str(article.updated_by or "?")
            return None, Clash(story.key, story.title, mine, theirs, author, found)
        self.saved.merged.append(str(article))
        text = replace(merged.text, photos=tuple(one.words for one in photos))
        return _Draft(story, row, article, text, photos), None

    def was_taken_off(self, article: Article, key: str) -> bool:
        """Whether somebody else has taken a story off the page since."""
        began = (self.copy.row.rest or {}).get("base", {"aside": []})
        return not article.is_on_page and key not in began["aside"]

    def take_up(self) -> None:
        """Put stories back on the page that were off it."""
        for story in self.copy.desk.stories:
            article = self.copy.opened.by_key.get(story.key)
            if article is None or article.is_on_page:
                continue
            if not self.was_taken_off(article, story.key) or self.resolve.get(story.key) == MINE:
                take_up(article, by=self.by)
                article.refresh_from_db(fields=["status"])

    def change(self, draft: _Draft) -> None:
        article = draft.article
        assert article is not None  # noqa: S101  # who calls has asked
        change = StoryChange(draft.text.words, files_of(draft.photos, article, self.images))
        if article.is_published:
            kind = self.kinds.get(draft.story.key, "")
            version = article.version
            made = propose_repair(article, change, by=self.by, kind=kind, version=version)
            self.saved.proposed.append(made)
            return
        kind = Revision.Kind(self.kinds.get(draft.story.key, Revision.Kind.REPAIR))
        done = change_story(
            article,
            change,
            by=self.by,
            kind=kind,
            version=article.version,
            operations=self.names_of(draft.story.key),
        )
        if not done:
            return
        article.refresh_from_db(fields=["version", "status", "headline", "kicker"])
        self.saved.note_change(article)
        self.written[draft.story.key] = (article.pk, article.version)

    def add(self, draft: _Draft) -> None:
        files = files_of(draft.photos, None, self.images)
        change = StoryChange(draft.text.words, files)
        steps = self.names_of(draft.story.key)
        article = add_story(self.page, change, by=self.by, operations=steps)
        draft.row.article = article
        draft.row.save(update_fields=["article"])
        self.saved.added.append(str(article))
        self.written[draft.story.key] = (article.pk, article.version)

    def set_aside(self) -> None:
        """Take off the page what the copy has no more on it, each with its reason."""
        rows = {row.pk: row for row in self.page.articles.with_page()}
        for story in self.copy.desk.aside:
            pk = story.pk
            article = rows.get(pk) if pk else None
            if article is None or not article.is_on_page:
                continue
            reason = self.reason_of(story.key)
            change_state(article, Action.SET_ASIDE, by=self.by, reason=reason)
            self.saved.aside.append(str(article))
            self.written[story.key] = (article.pk, article.version)

    def reorder(self) -> None:
        """Sort the page as the copy has it; what readers see is proposed so."""
        pks = {row.key: row.article_id for row in self.copy.stories.values()}
        desk = {row.key: pks.get(row.key) or row.pk for row in self.copy.desk.stories}
        keys = list(desk)
        if self.resolve.get(ORDER) == THEIRS:
            theirs = [row.key for row in self.copy.opened.desk.stories if row.key in desk]
            keys = put_like(theirs, keys, set(keys) - set(theirs))
        wanted = [desk[key] for key in keys]
        on_desk = [pk for pk in wanted if pk is not None]
        rows = list(self.page.articles.order_by("order").values_list("pk", "status"))
        current = [pk for pk, _status in rows]
        aside = [pk for pk, status in rows if status == Article.Status.SET_ASIDE]
        order = [pk for pk in on_desk if pk in current and pk not in aside]
        known, before = set(order), 0
        for pk in current:
            if pk not in known and pk not in aside:
                # Withdrawn, or come in this moment: it stays behind what it stood behind.
                order.insert(order.index(before) + 1 if before else 0, pk)
            before = before if pk in aside else pk
        # What is no story of the page stands behind all that are.
        public = self.page.articles.published().exists()
        same = [pk for pk in current if pk not in aside] == order
        order += aside
        if order == current or (same and public):
            return
        if public:
            self.saved.proposed.append(propose_values(self.page, {ORDER: order}, by=self.by))
        else:
            self.saved.reordered = reorder(self.page, order, by=self.by)

    def names_of(self, key: str) -> list[dict[str, Any]]:
        """Return what was done with a story, as sentences; nothing where words were only typed."""
        rows = [told for told in self.told if key in told.keys]
        names = [kept(row.name, row.params) for row in rows if row.name not in UNTOLD]
        typed = any(row.name in UNTOLD for row in rows)
        more = [journal.sentence(gettext_noop("words changed"))] if typed and names else []
        return unlike([*names, *more])

    def reason_of(self, key: str) -> str:
        for told in reversed(self.told):
            if told.keys[:1] != (key,) or told.name not in ("set_aside", "join_stories"):
                continue
            if told.name == "join_stories":
                text = _("joined with “%(story)s”") % {"story": told.params.get("reason", "")}
                return text[:300]
            return str(told.params.get("reason", ""))[:300]
        return _("taken back")

    def record(self) -> None:
        """Write each step of the copy as one operation of the page."""
        rows = [(step.name, told_of(step), False) for step in self.done]
        rows += [(step.name, told_of(step), True) for step in self.reverted]
        entries, lines = [], []
        for name, told, undone in rows:
            revisions = [list(self.written[key]) for key in told.keys if key in self.written]
            if name in UNTOLD or not (revisions or self.saved):
                continue
            params = {**told.params, **({"undone": True} if undone else {})}
            row = Operation.objects.create(
                page=self.page, name=name, told=params, revisions=revisions, by=self.by
            )
            audit.note(row)
            entries.append(audit.Told(self.page, {"step": name, **params, "stories": revisions}))
            self.saved.operations.append(row.sentence)
            lines.append(kept(name, params))
        if entries:
            audit.record_all("desk-step", entries, by=self.by)
            line = journal.sentence("%(all)s", all=unlike(lines))
            journal.write_sentence(self.by, [self.page], CHANGE, line)

    def rebase(self) -> None:
        """Let the copy begin with what now stands, and keep where each character came from."""
        keep_provenance(self.copy)
        pks = [step.pk for step in self.done]
        WorkingStep.objects.filter(pk__in=pks).update(saved=True)
        # An image that is saved is another's to take back: the story's versions have the former.
        WorkingStep.objects.filter(pk__in=pks, name=PUT_IMAGE).delete()
        if not self.copy.row.steps.filter(undone=True).exists():
            self.copy.row.images.filter(for_form=False).delete()
        WorkingStep.objects.filter(pk__in=[step.pk for step in self.reverted]).update(saved=False)
        for row in self.copy.stories.values():
            if row.story is not None:
                row.story = row.base = None
                row.save(update_fields=["story", "base"])
        self.copy.row.rest = None
        self.copy.row.number += 1
        self.copy.row.save(update_fields=["rest", "number"])
