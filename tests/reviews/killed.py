"""``python -m tests.reviews.killed``: people who propose and approve, killed at random moments.

Each of the children works on one public story until it is killed; after each the rows must tell of
whole changes only. Prints what was seen, as JSON.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import django

from tests.choice import by_length

KILLS = by_length(6, 20)


def begin() -> int:
    """Put a story with a photo before its readers, and return its key."""
    from accounts.roles import Role
    from tests.make import make_member, make_photo, make_publication, make_story

    make_publication()
    make_member("maker", Role.EDITOR)
    make_member("approver", Role.FINAL_REVIEWER)
    story = make_story(published=True)
    make_photo(story)
    return int(story.pk)


def work(key: int, seed: int, said: int) -> None:
    """Propose and approve without end: words, names and an image, now as one, now as another."""
    from django.contrib.auth.models import User
    from django.core.files.base import ContentFile

    from articles.text import StoryByline
    from editorial.editing import PhotoFile, change_of
    from editorial.proposals import approve, propose
    from reviews.models import Proposal
    from reviews.seen import Seen
    from tests.reviews.cast import fresh

    maker, approver = (User.objects.get(username=name) for name in ("maker", "approver"))
    for turn in count():
        story = fresh_of(key)
        word = f"{seed}-{turn}"
        change = change_of(fresh(story)).with_parts(
            headline=f"标题{word}", deck=f"副题{word}", bylines=(StoryByline("记者", f"人{word}"),)
        )
        image = ContentFile(word.encode(), name=f"{word}.jpg")
        change = type(change)(change.text, (PhotoFile(change.files[0].pk, image),))
        made = propose(
            story,
            change,
            by=maker,
            kind=Proposal.Kind.CORRECTION,
            version=story.version,
            reason=word,
            notice=word,
        )
        approve(made, by=approver, seen=Seen.of_proposal(made))
        os.write(said, b".")


def fresh_of(key: int) -> Any:
    from articles.models import Article

    return Article.objects.with_page().with_parts().get(pk=key)


def wrong(key: int) -> list[str]:
    """Return what is half done."""
    from archive.verification import verify_audit
    from articles.models import Correction, Revision
    from reviews.models import Proposal, ProposalApproval, ProposalEnd

    story = fresh_of(key)
    words = {story.headline[2:], story.deck[2:]} | {
        row.contributor.name[1:] for row in story.bylines.all()
    }
    faults = [str(row) for row in verify_audit()]
    if story.version and len(words) != 1:
        faults.append(f"the story is of several proposals: {words}")
    applied = ProposalEnd.objects.count()
    counts = {
        "revisions": Revision.objects.count(),
        "corrections": Correction.objects.count(),
        "approvals": ProposalApproval.objects.count(),
        "version": story.version,
    }
    faults += [f"{name}: {got} for {applied}" for name, got in counts.items() if got != applied]
    photo = story.photos.get()
    if story.version and photo.image.open().read().decode() not in words:
        faults.append("the photo is of another proposal")
    photo.image.close()
    if Proposal.objects.filter(end=None, approvals__isnull=False).exists():
        faults.append("approved and not applied")
    return faults


def run() -> dict[str, object]:
    from django.db import connection

    from reviews.models import ProposalEnd

    key, rng, faults = begin(), random.Random(10), []
    moments = 0
    for seed in range(KILLS):
        connection.close()
        heard, said = os.pipe()
        child = os.fork()
        if not child:
            work(key, seed, said)
        os.close(said)
        # It has begun: from here on it is somewhere in the next proposal, or the one after.
        os.read(heard, 1)
        os.close(heard)
        time.sleep(rng.random() * 0.4)
        os.kill(child, signal.SIGKILL)
        _pid, status = os.waitpid(child, 0)
        moments += os.WIFSIGNALED(status)
        faults += wrong(key)
    done = ProposalEnd.objects.count()
    return {"kills": moments, "applied": done, "faults": faults}


if __name__ == "__main__":
    django.setup()
    from django.conf import settings

    settings.MEDIA_ROOT = Path(mkdtemp())
    sys.stdout.write(json.dumps(run(), ensure_ascii=False))
