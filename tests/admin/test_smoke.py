"""Every list and form opens, and every name on an admin class is one that Django knows."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin, ModelAdmin
from django.contrib.admin.utils import flatten, flatten_fieldsets
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import User
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from import_export.admin import ImportExportModelAdmin

from articles.models import Article
from editorial.workflow import Action, change_state
from findings.answers import decide
from findings.models import Finding
from tests.conftest import MakeOnce
from tests.make import APRIL, JUNE, import_page, make_administrator, make_photo

# The parts of an admin class that only our own code reads.
OWN = {"printed", "field", "keys_from_issue", "row_view", "why_fixed"}
OWN |= {"page_column", "story_fields", "own_fields", "own_number"}
admin.autodiscover()
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)


@pytest.fixture(scope="module", autouse=True)
def worked_on(make_once: MakeOnce[User]) -> User:
    """Return the administrator, who imported both samples and worked on them."""

    def make() -> User:
        boss = make_administrator()
        for path in (JUNE, APRIL):
            import_page(path, by=boss)
        story = Article.objects.order_by("pk")[0]
        make_photo(story)
        change_state(story, Action.SET_ASIDE, by=boss)
        for finding in Finding.objects.open()[:1]:
            decide(finding, Finding.State.SETTLED, by=boss, reason="已改正")
        return boss

    return make_once(make)


@pytest.fixture
def full(client: Client, db: None, worked_on: User) -> Client:
    """Return the administrator's browser."""
    client.force_login(worked_on)
    return client


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_list_add_and_change_form_open(full: Client, model: type[Model]) -> None:
    name = f"{model._meta.app_label}_{model._meta.model_name}"
    model_admin = admin.site._registry[model]
    assert full.get(reverse(f"admin:{name}_changelist")).status_code == 200
    assert full.get(reverse(f"admin:{name}_changelist"), {"q": "张蔚"}).status_code == 200
    add = full.get(reverse(f"admin:{name}_add"))
    rows = list(model._default_manager.all()[:3])
    request: Any = add.wsgi_request
    assert add.status_code == (200 if model_admin.has_add_permission(request) else 403)
    for row in rows:
        for view in ("change", "history"):
            assert full.get(reverse(f"admin:{name}_{view}", args=[row.pk])).status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_filter_opens(full: Client, model: type[Model]) -> None:
    name = f"{model._meta.app_label}_{model._meta.model_name}"
    response = full.get(reverse(f"admin:{name}_changelist"))
    for spec in response.context["cl"].filter_specs:
        for choice in spec.choices(response.context["cl"]):
            address = reverse(f"admin:{name}_changelist") + choice["query_string"]
            assert full.get(address).status_code == 200, address


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_missing_rows_send_back_and_say_so(full: Client, model: type[Model]) -> None:
    name = f"{model._meta.app_label}_{model._meta.model_name}"
    response = full.get(reverse(f"admin:{name}_change", args=[987654]), follow=True)
    assert "doesn’t exist" in response.content.decode()


def known_names() -> set[str]:
    """Return every name that Django's own admin classes have."""
    classes = (ModelAdmin, InlineModelAdmin, UserAdmin, GroupAdmin, ImportExportModelAdmin)
    # Django reads this one where it is, and has no default of its own on these classes.
    return {name for cls in classes for name in dir(cls)} | {"empty_value_display"}


def own_names(cls: type) -> set[str]:
    """Return the names that our classes add."""
    ours = [
        base for base in cls.__mro__ if base.__module__.startswith(("desk", "newsroom", "tables"))
    ]
    return {name for base in ours for name in vars(base) if not name.startswith("__")}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_attribute_is_one_that_django_knows(model: type[Model]) -> None:
    model_admin = admin.site._registry[model]
    for cls in (type(model_admin), *model_admin.inlines):
        used = {*cls.list_display, *cls.actions} if issubclass(cls, ModelAdmin) else set()
        used |= {*cls.readonly_fields, *flatten(cls.fields or ())}
        used |= set(flatten_fieldsets(cls.fieldsets or ()))
        for name in own_names(cls) - known_names():
            value = getattr(cls, name)
            # What is left is a column, an action, a view or a permission: something to call.
            assert callable(value) or name in OWN, f"{cls.__name__}.{name} is unknown to Django"
            described = hasattr(value, "short_description")
            assert not described or name in used, f"{cls.__name__}.{name} is shown nowhere"


def test_the_check_of_names_finds_a_typo() -> None:
    class Typo(ModelAdmin):  # type: ignore[type-arg]
        date_heirarchy = "date"

    Typo.__module__ = "desk.issue_lists"
    assert own_names(Typo) - known_names() == {"date_heirarchy"}
