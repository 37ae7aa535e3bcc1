"""What a browser sends: the fields of a page's form, changed here and there."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.test import Client


class FormReader(HTMLParser):
    """Collects the fields of the form that has the attribute ``marker``, as a browser does."""

    def __init__(self, marker: str) -> None:
        super().__init__()
        self.marker, self.inside, self.template = marker, False, 0
        self.fields: dict[str, Any] = {}
        self.area: str | None = None
        self.select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.template += tag == "template"
        if tag == "form":
            self.inside = self.marker in values
        if not self.inside or self.template:
            return
        name = values.get("name", "")
        if tag == "input" and name and "disabled" not in values:
            box = values.get("type") in ("checkbox", "radio")
            chosen = not box or "checked" in values
            if chosen and values.get("type") not in ("file", "submit"):
                self.fields[name] = values.get("value", "on" if box else "")
        elif tag == "textarea" and "disabled" not in values:
            self.area, self.fields[name] = name, ""
        elif tag == "select" and "disabled" not in values:
            self.select = name
        elif tag == "option" and self.select and "selected" in values:
            self.fields[self.select] = values.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        """Close what was open; a browser leaves the first line end of a text area out."""
        if tag == "template":
            self.template -= 1
        elif tag == "form":
            self.inside = False
        elif tag == "textarea" and self.area:
            self.fields[self.area] = self.fields[self.area].removeprefix("\n")
            self.fields[self.area] = self.fields[self.area].replace("\n", "\r\n")
            self.area = None
        elif tag == "select":
            self.select = None

    def handle_data(self, data: str) -> None:
        if self.area and self.inside and not self.template:
            self.fields[self.area] += data


def fields_of(html: str, marker: str = "data-page-form") -> dict[str, Any]:
    """Return what a browser would send when the form's button is pressed."""
    reader = FormReader(marker)
    reader.feed(html)
    reader.fields.pop("csrfmiddlewaretoken", None)
    return reader.fields


def open_form(client: Client, address: str) -> dict[str, Any]:
    response = client.get(address)
    assert response.status_code == 200, address
    return fields_of(response.content.decode())
