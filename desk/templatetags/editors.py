"""What the editors' templates ask: of a finding's code, and of a person's saved filters."""

from typing import Any

from django import template

from desk.finding_rows import reach, title, weight
from desk.lists import day_choices
from desk.models import SavedFilter
from findings.answers import Scope

register = template.Library()
register.filter("reach_of", reach)
register.filter("title_of", title)
register.filter("weight_of", weight)
register.inclusion_tag("admin/date_hierarchy.html")(day_choices)


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


@register.simple_tag
def scopes() -> list[tuple[str, str]]:
    """Return how far an ignored finding can reach."""
    return [(value, str(label)) for value, label in Scope.choices]
