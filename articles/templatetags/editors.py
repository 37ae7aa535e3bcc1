"""What the editors' templates ask of a finding's code."""

from django import template

from articles.admin.finding_rows import title, weight
from articles.checks.deciding import Scope

register = template.Library()
register.filter("title_of", title)
register.filter("weight_of", weight)


@register.simple_tag
def scopes() -> list[tuple[str, str]]:
    """Return how far an ignored finding can reach."""
    return [(value, str(label)) for value, label in Scope.choices]
