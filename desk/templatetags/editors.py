"""What the editors' templates ask: of a finding's code, and of a person's saved filters."""

from typing import Any

from django import template
from django.contrib.admin import AdminSite
from django.contrib.admin.helpers import AdminReadonlyField
from django.contrib.auth.models import User
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.http import HttpRequest

from audit import journal
from desk.finding_rows import reach
from desk.lists import day_choices
from desk.log_names import name_of
from desk.models import SavedFilter
from desk.source_view import part_name
from findings.answers import Scope
from findings.codes import title_of, weight_of
from workbench import company

register = template.Library()
register.filter("part_name", part_name)
register.filter("reach_of", reach)
register.filter("title_of", title_of)
register.filter("weight_of", weight_of)
register.filter("said", journal.read)
register.filter("log_name", name_of)
register.inclusion_tag("admin/date_hierarchy.html")(day_choices)


@register.filter
def item(values: dict[str, Any] | None, key: object) -> Any:
    """Return what a mapping has under a key, nothing where it has none."""
    return (values or {}).get(str(key), "")


@register.filter
def field_name(kind: str, of: object) -> str:
    """Return the name of a field that a form has for each of some things."""
    return f"{kind}{of}"


@register.filter
def person(user: User | None) -> str:
    """Return a person's name, or the one under which he signs in."""
    return company.name_of(user) if user else "–"


@register.simple_tag(takes_context=True)
def readonly_value(context: dict[str, Any], field: AdminReadonlyField) -> str:
    """Return what a field that is only read shows, with no link to a row that is closed to him."""
    row = getattr(field.form.instance, field.field["name"], None)
    if not isinstance(row, Model) or _may_open(context["request"], field.model_admin, row):
        return field.contents()
    return person(row) if isinstance(row, User) else str(row)


def _may_open(request: HttpRequest, model_admin: Any, row: Model) -> bool:
    site: AdminSite = model_admin.admin_site
    there = site.is_registered(type(row))
    return there and site.get_model_admin(type(row)).has_view_or_change_permission(request, row)


@register.inclusion_tag("admin/reviews/filter_box.html", takes_context=True)
def saved_filters(context: dict[str, Any], opts: Any) -> dict[str, Any]:
    """Show one's saved filters of this list, and the field that saves the one in force."""
    request = context["request"]
    rows = SavedFilter.objects.filter(user=request.user, model=opts.label_lower)
    return {
        "csrf_token": context.get("csrf_token"),
        "model": opts.label_lower,
        "rows": rows,
        "query": request.GET.urlencode(),
    }


@register.filter
def column_label(opts: Any, name: str) -> str:
    """Return what a column of a table is called where people read, nothing where it has no name."""
    try:
        return str(opts.get_field(name).verbose_name)
    except (FieldDoesNotExist, AttributeError):
        return ""


@register.simple_tag
def scopes() -> list[tuple[str, str]]:
    """Return how far an ignored finding can reach."""
    return [(value, str(label)) for value, label in Scope.choices]
