"""``python -m tests.attacks.fill PAGES``: fill the newsroom in the environment, by its own means.

With ``--state`` it prints instead what is in it, a hash for every table and file.
"""

from __future__ import annotations

import hashlib
import json
import sys
from io import BytesIO
from pathlib import Path
from random import Random

import django


def fill(pages: int) -> None:
    """Import pages, put a photo into each story that has one in print, publish some."""
    from django.contrib.auth.models import User
    from django.core.files.storage import default_storage
    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image

    from articles.models import Photo
    from articles.photo_files import sha256_of_file
    from articles.pictures import checked_image
    from audit import log as audit
    from editorial.selections import publish
    from importing.intake import import_all
    from importing.placement import ImportOptions
    from importing.receipt import Received
    from issues.models import Page, Publication
    from tests.reading.generator.issues import make_issue_run
    from tests.reading.generator.pages import make_page
    from tests.reading.generator.people import PLACES, make_paper

    boss, _made = User.objects.get_or_create(username="boss", defaults={"is_superuser": True})
    rng = Random(pages)
    paper, days = make_issue_run(rng, pages, paper=make_paper(rng, place=PLACES[1]))
    for day in days:
        text = make_page(rng, paper=paper, issue=day, kind="front", number=1).text
        received = Received(f"{day.day:%Y%m%d}_01.txt", text.encode())
        list(import_all([received], ImportOptions(by=boss)))
    Publication.objects.update(reviews=0)
    audit.note_change(Publication, Publication.objects.values_list("pk", flat=True), reviews=0)
    for number, photo in enumerate(Photo.objects.filter(image="")[:pages]):
        picture = BytesIO()
        Image.new("RGB", (40 + number, 30), (number % 256, 90, 30)).save(picture, "PNG")
        image = checked_image(SimpleUploadedFile("a.png", picture.getvalue()))
        name = default_storage.save(f"photos/2025/06/{image.name}", image)
        with default_storage.open(name) as file:
            Photo.objects.filter(pk=photo.pk).update(image=name, sha256=sha256_of_file(file))
    publish(list(Page.objects.select_related("issue__publication")[: pages // 2]), by=boss)


def state() -> dict[str, str]:
    """Return a hash of the rows of every table and of every file."""
    from django.conf import settings
    from django.db import connection

    found = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names()):
            # Statistics are no rows of ours; the generation moves on with each row that comes back.
            if table.startswith("sqlite_") or table == "paper_generation":
                continue
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608
            rows = sorted(repr(row) for row in cursor.fetchall())
            found[table] = hashlib.sha256("\n".join(rows).encode()).hexdigest()[:16]
    media = Path(settings.MEDIA_ROOT)
    for path in sorted(media.rglob("*")):
        if path.is_file():
            name = str(path.relative_to(media))
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    return found


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "--state":
        sys.stdout.write(json.dumps(state()))
    else:
        fill(int(sys.argv[1]))
