"""Images that only those see who work on the paper, as the desk sends them."""

from __future__ import annotations

from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpResponse

from articles.pictures import TYPES


def send(image: FieldFile) -> HttpResponse:
    """Return the image of a row; 404 where its file is gone."""
    try:
        with image.open() as file:
            data = file.read()
    except FileNotFoundError:
        raise Http404 from None
    kind = TYPES.get(str(image.name).rsplit(".", 1)[-1].lower())
    response = HttpResponse(data, content_type=kind or "application/octet-stream")
    response.headers["Cache-Control"] = "private, max-age=3600"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
