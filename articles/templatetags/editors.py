"""What the editors' templates ask of a finding's code."""

from django import template

from articles.admin.finding_rows import title, weight

register = template.Library()
register.filter("title_of", title)
register.filter("weight_of", weight)
