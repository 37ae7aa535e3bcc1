"""提议: what readers see changes only when somebody else has approved the very change.

A proposal is held against the version that readers see. Approved by as many as the paper sets, it
takes that version's place in one step, through the one writer of words. When readers see something
else by then, it is refused with a sentence, and stays to be looked at; nothing is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.core.files import File
from django.core.files.base import ContentFile

from articles.models import Article, Revision
from articles.photo_files import note_written, sha256_of_file, undone_with_rows
from articles.text import StoryText, sha256_of
from audit import log as audit
from audit.sentences import gettext as _
from editorial import assent, gates
from editorial.corrections import write_correction
from editorial.editing import (
    EditConflict,
    EditRefused,
    PhotoFile,
    StoryChange,
    change_story,
    check_fits,
)
from editorial.new_places import Placed, apply_values, check_values, paper_of, values_of
from editorial.repair_measure import Nearness, nearness
from editorial.testimony import APPROVE_PROPOSAL, told_of
from editorial.transitions import AlreadyDone, NotAllowed
from reviews.models import (
    Proposal,
    ProposalApproval,
    ProposalEnd,
    ProposedImage,
    WaitingProposal,
)
from reviews.seen import Seen, open_about

Kind = Proposal.Kind
Outcome = ProposalEnd.Outcome
REASON_LENGTH = 300
OF_REVISION = {Kind.REPAIR: Revision.Kind.REPAIR, Kind.CORRECTION: Revision.Kind.EDIT}


def propose(
    article: Article,
    change: StoryChange,
    *,
    by: User,
    kind: Kind,
    version: int,
    reason: str = "",
    notice: str = "",
) -> Proposal:
    """Propose another text for a story that readers see and that had ``version`` on the screen.

    A repair must come nearer to what was received; anything else is a correction, with reason and
    notice. Raises ``NotAllowed`` when a rule forbids it, ``EditConflict`` when somebody else has
    changed the story since, ``EditRefused`` when a part is too long.
    """
    _check_words(by, kind, reason, notice)
    with undone_with_rows(), audit.chained():
        story = _locked_story(article.pk)
        if not story.is_published:
            text = _("“%(story)s” is not before its readers, so there is nothing to propose.")
            raise NotAllowed(text % {"story": story} + " " + _("Edit it."))
        if story.version != version:
            raise EditConflict(story)
        before, after = StoryText.of(story), _with_images(story, change)
        if before == after:
            raise NotAllowed(_("Nothing differs from what the readers see. Change it first."))
        check_fits(after)
        if not (after.headline or after.kicker or after.paragraphs):
            text = _("“%(story)s” would have neither headline nor text. Withdraw it instead.")
            raise NotAllowed(text % {"story": story})
        near = nearness(story, after) if kind == Kind.REPAIR else None
        made = _write(
            before.to_dict(),
            after.to_dict(),
            by=by,
            near=near,
            kind=kind,
            article=story,
            photos=[{"pk": row.pk, "clear": row.clear} for row in change.files],
            reason=reason.strip(),
            notice=notice.strip(),
        )
        _keep_images(made, change)
    return made


def propose_repair(
    article: Article, change: StoryChange, *, by: User, kind: str, version: int
) -> Proposal:
    """Propose what a form changed of a story that readers see, as the repair that it must be.

    ``kind`` is which kind of revision the form says it is. Raises as ``propose`` does.
    """
    if kind != Revision.Kind.REPAIR:
        raise NotAllowed(
            _(
                "“%(story)s” is published: what the paper printed is changed with “Correct”, which"
                " tells the readers. Only a repair of the import (校异同) is proposed without."
            )
            % {"story": article}
        )
    return propose(article, change, by=by, kind=Kind.REPAIR, version=version)


def propose_values(
    row: Placed, values: Mapping[str, Any], *, by: User, reason: str = ""
) -> Proposal:
    """Propose what shall stand round a text that readers see: fields, order, place.

    The names in ``values`` are those of ``editorial.new_places``. Raises ``NotAllowed``,
    ``AlreadyDone`` when all stands so already.
    """
    if len(reason.strip()) > REASON_LENGTH:
        raise NotAllowed(_("The reason is too long. Say it in 300 characters."))
    with audit.chained():
        before, after = check_values(row, values, by=by, reason=reason)
        what: dict[str, Any] = {row._meta.model_name or "": row, "reason": reason.strip()}
        return _write(before, after, by=by, kind=Kind.SURROUNDINGS, **what)


def change_values(
    row: Placed, values: Mapping[str, Any], *, by: User, reason: str = ""
) -> Proposal | None:
    """Change what stands round a text, or propose it where readers see it.

    Returns the proposal, ``None`` when it was changed at once. Who may change fields and order at
    once, the caller has asked. Raises ``NotAllowed``, ``AlreadyDone``.
    """
    if values_of(row, {}) is not None:
        return propose_values(row, values, by=by, reason=reason)
    apply_values(row, values, by=by, reason=reason)
    return None


def approve(proposal: Proposal, *, by: User, seen: Seen) -> Proposal:
    """Give the next approval for what was ``seen``; the last one applies it.

    Raises ``NotAllowed`` when ``by`` may not, when readers see something else by now, or when
    something is asked about it that he has not seen.
    """
    with undone_with_rows(), audit.chained():
        held = assent.locked(proposal)
        if seen.proposals.get(held.pk) != held.sha256:
            raise NotAllowed(_("This is not what you were shown. Load the proposal and read it."))
        if refusal := assent.why_not_approve(held, by):
            raise NotAllowed(refusal)
        if stale := why_stale(held):
            raise NotAllowed(stale)
        questions = list(open_about(held))
        gates.check_questions_seen(questions, seen)
        stage = assent.next_stage(held)
        assert stage is not None  # noqa: S101  # with all approvals it would have ended
        given = ProposalApproval(proposal=held, stage=stage, sha256=held.sha256, by=by)
        given.save()
        audit.note(given)
        told = {"stage": stage.value, "text": held.sha256} | told_of(held, questions)
        audit.record(APPROVE_PROPOSAL, held, by=by, person=by.pk, **told)
        if assent.next_stage(held) is None:
            version = _apply(held)
            _end(held, Outcome.APPLIED, by=by, version=version)
    return held


def refuse(proposal: Proposal, *, by: User, reason: str) -> Proposal:
    """End a proposal that ``by`` might approve, with a reason. Raises ``NotAllowed``."""
    if not reason.strip():
        raise NotAllowed(_("Say why it is refused: who proposed it will read that."))
    with audit.chained():
        held = assent.locked(proposal)
        if refusal := assent.why_not_refuse(held, by):
            raise NotAllowed(refusal)
        _end(held, Outcome.REFUSED, by=by, reason=reason)
    return held


def take_back(proposal: Proposal, *, by: User) -> Proposal:
    """End a proposal that ``by`` made himself. Raises ``NotAllowed``."""
    with audit.chained():
        held = assent.locked(proposal)
        if held.by_id != by.pk or not by.is_active:
            raise NotAllowed(_("Only who made a proposal takes it back. Others refuse it."))
        _end(held, Outcome.TAKEN_BACK, by=by)
    return held


def why_stale(proposal: Proposal) -> str:
    """Return why a proposal is not held against what readers see now; empty when it is."""
    row = proposal.subject
    if proposal.kind == Kind.SURROUNDINGS:
        now = values_of(row, proposal.before)
    else:
        story = _story(row.pk)
        now = StoryText.of(story).to_dict() if story.is_published else None
    if now is None:
        text = _(
            "“%(row)s” is not before its readers now. The proposal waits until it is again;"
            " meanwhile it is changed without one."
        )
    elif sha256_of(now) != proposal.base:
        text = _(
            "What readers see of “%(row)s” was changed since this was proposed. Nothing was"
            " written: look at what stands there now, and propose it anew."
        )
    else:
        return ""
    return text % {"row": row}


def sha256_of_shown(made: Proposal) -> str:
    """Return the hash of all that an approver is shown of a proposal."""
    shown = [str(made.kind), made.before, made.after, made.reason, made.notice]
    return sha256_of({"of": f"{made.subject._meta.label_lower} {made.subject.pk}", "shown": shown})


def _check_words(by: User, kind: Kind, reason: str, notice: str) -> None:
    if not (by.is_active and by.has_perm("articles.change_article")):
        raise NotAllowed(
            _("%(user)s may not change stories, so neither propose it. Ask an editor.")
            % {"user": by}
        )
    if kind == Kind.CORRECTION and not reason.strip():
        raise NotAllowed(_("Give the reason of the correction, for the record."))
    if kind == Kind.CORRECTION and not notice.strip():
        raise NotAllowed(_("Write the notice that tells the readers what was wrong."))
    if len(reason.strip()) > REASON_LENGTH:
        raise NotAllowed(_("The reason is too long. Say it in 300 characters."))


def _write(
    before: dict[str, Any],
    after: dict[str, Any],
    *,
    by: User,
    near: Nearness | None = None,
    **what: Any,
) -> Proposal:
    what |= {"before": before, "after": after, "base": sha256_of(before), "by": by}
    if near is not None:
        what |= {"distance_before": near.before, "distance_after": near.after}
    bare = Proposal(**what)
    needed = paper_of(bare.subject).proposal_reviews
    made = Proposal(**what, sha256=sha256_of_shown(bare), needed=needed)
    _refuse_twice(made)
    made.save()
    audit.note(made)
    WaitingProposal.objects.create(proposal=made)
    told = {"of": str(made.kind), "text": made.sha256, "base": made.base, "reason": made.reason}
    audit.record("propose", made, by=by, person=by.pk, **told)
    return made


def _refuse_twice(made: Proposal) -> None:
    same = assent.open_proposals().filter(sha256=made.sha256)
    if there := same.first():
        raise AlreadyDone(
            _("This is proposed already, by %(user)s, and waits for its approval (%(number)s).")
            % {"user": there.by, "number": there.pk}
        )


def _end(
    held: Proposal, outcome: Outcome, *, by: User, reason: str = "", version: int | None = None
) -> None:
    end = ProposalEnd.objects.create(
        proposal=held,
        outcome=outcome,
        by=by,
        reason=reason.strip()[:REASON_LENGTH],
        version=version,
    )
    audit.note(end)
    WaitingProposal.objects.filter(proposal=held).delete()
    told = {"reason": end.reason, "version": version, "person": by.pk}
    audit.record(f"proposal-{outcome.value}", held, by=by, **told)


def _apply(held: Proposal) -> int | None:
    """Put what was approved in the place of what readers see; return a story's new version."""
    if held.kind == Kind.SURROUNDINGS:
        apply_values(held.subject, held.after, by=held.by, reason=held.reason, proposal=held.pk)
        return None
    story = _locked_story(held.subject.pk)
    before = StoryText.of(story)
    try:
        change_story(
            story,
            _change(held),
            by=held.by,
            kind=OF_REVISION[Kind(held.kind)],
            version=story.version,
            proposal=held.pk,
        )
    except (EditConflict, EditRefused) as error:
        raise NotAllowed(str(error)) from error
    now = _story(story.pk)
    after = StoryText.of(now)
    if after.sha256 != sha256_of(held.after):
        raise NotAllowed(
            _("“%(story)s” would not become what was approved. Propose it anew.") % {"story": now}
        )
    if held.kind == Kind.CORRECTION:
        write_correction(
            now,
            before,
            after,
            by=held.by,
            reason=held.reason,
            notice=held.notice,
            proposal=held.pk,
        )
    return now.version


def _change(held: Proposal) -> StoryChange:
    brought = {row.place: row.image for row in held.images.all()}
    files = tuple(
        PhotoFile(row["pk"], _copy(brought.get(place)), row["clear"])
        for place, row in enumerate(held.photos)
    )
    return StoryChange(StoryText.from_dict(held.after).words, files)


def _copy(image: Any) -> File[Any] | None:
    """Return the image to be written once more: the proposal keeps its own for the record."""
    if not image:
        return None
    with image.storage.open(image.name) as file:
        return ContentFile(file.read(), name=image.name.split("/")[-1])


def _with_images(story: Article, change: StoryChange) -> StoryText:
    """Return the text as it will stand, with the hashes of its images."""
    kept = {row.pk: row.sha256 for row in story.photos.all()}
    hashes = ["" if file.clear else kept.get(file.pk or 0, "") for file in change.files]
    for place, file in enumerate(change.files):
        hashes[place] = sha256_of_file(file.image) if file.image else hashes[place]
    plain = change.text.words.to_dict()
    plain["paragraphs"] = [line for line in plain["paragraphs"] if line.strip()]
    plain["photos"] = [
        row | {"image": image} for row, image in zip(plain["photos"], hashes, strict=True)
    ]
    return StoryText.from_dict(plain)


def _keep_images(made: Proposal, change: StoryChange) -> None:
    for place, file in enumerate(change.files):
        if file.image:
            row = ProposedImage(
                proposal=made, place=place, image=file.image, sha256=sha256_of_file(file.image)
            )
            try:
                row.save()
                audit.note(row)
            finally:
                note_written(row.image)


def _story(pk: int) -> Article:
    return Article.objects.with_page().with_parts().get(pk=pk)


def _locked_story(pk: int) -> Article:
    rows = Article.objects.select_for_update(of=("self",)).with_page().with_parts()
    return rows.get(pk=pk)
