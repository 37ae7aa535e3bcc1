"""Every (role, state, action), walked against what an editor reads in the table."""

from __future__ import annotations

from importlib import import_module
from itertools import product
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import RoleGrant
from accounts.roles import ROLES, Role
from articles.models import Article, Transition
from editorial.workflow import TRANSITIONS, Action, NotAllowed, change_state, may
from reviews import approvals
from reviews.models import Stage
from tests.conftest import MakeOnce
from tests.make import make_administrator, make_member
from tests.reviews.cast import fresh, make_reviewed_page
from tests.walk import step

pytestmark = [pytest.mark.django_db]
Status = Article.Status
REVIEW = {
    Role.FIRST_REVIEWER: {Status.FIRST_REVIEW},
    Role.SECOND_REVIEWER: {Status.SECOND_REVIEW},
    Role.FINAL_REVIEWER: {Status.FINAL_REVIEW},
}

# Written out by hand: who may do what, and from where. What stands not here is forbidden.
EXPECTED: dict[Role, dict[Action, set[Status]]] = {
    Role.REPORTER: {
        Action.SUBMIT: {Status.DRAFT},
        Action.SET_ASIDE: {Status.DRAFT},
        Action.TAKE_UP: {Status.WITHDRAWN, Status.SET_ASIDE},
    },
    Role.EDITOR: {
        Action.SUBMIT: {Status.DRAFT},
        Action.SET_ASIDE: {Status.DRAFT},
        Action.TAKE_UP: {Status.WITHDRAWN, Status.SET_ASIDE},
    },
    Role.FIRST_REVIEWER: {
        Action.APPROVE: {Status.FIRST_REVIEW},
        Action.RETURN: {Status.FIRST_REVIEW},
    },
    Role.SECOND_REVIEWER: {
        Action.APPROVE: {Status.SECOND_REVIEW},
        Action.RETURN: {Status.SECOND_REVIEW},
    },
    Role.FINAL_REVIEWER: {
        Action.APPROVE: {Status.FINAL_REVIEW},
        Action.RETURN: {Status.FINAL_REVIEW, Status.SIGNED_OFF},
    },
    Role.PUBLISHER: {
        Action.PUBLISH: {Status.SIGNED_OFF},
        Action.UNPUBLISH: {Status.PUBLISHED},
        Action.WITHDRAW: {Status.PUBLISHED},
        Action.RESTORE: {Status.WITHDRAWN},
        Action.SET_ASIDE: {Status.DRAFT},
        Action.TAKE_UP: {Status.WITHDRAWN, Status.SET_ASIDE},
    },
    Role.ADMINISTRATOR: {},
    Role.SECURITY: {},
    Role.AUDITOR: {},
}


@pytest.fixture(scope="module", autouse=True)
def stories(make_once: MakeOnce[dict[Status, int]]) -> dict[Status, int]:
    """One story in each state, with the approvals that the state promises."""

    def make() -> dict[Status, int]:
        page = make_reviewed_page(len(Status))
        earlier = {stage: make_member(f"earlier {stage.value}") for stage in Stage}
        publisher = make_member("earlier publisher", Role.PUBLISHER)
        found = {}
        for story, status in zip(page.articles.order_by("pk"), Status, strict=True):
            found[status] = story.pk
            if status == Status.SIGNED_OFF:
                for stage in Stage:
                    approvals.give(fresh(story), stage, by=earlier[stage])
            public = status in (Status.PUBLISHED, Status.WITHDRAWN)
            Article.objects.filter(pk=story.pk).update(
                status=status, published_at=timezone.now() if public else None
            )
            if status == Status.WITHDRAWN:
                # It was withdrawn from its readers, not as a draft.
                Transition.objects.create(
                    article=story,
                    action=Action.WITHDRAW,
                    old=Status.PUBLISHED,
                    new=status,
                    by=publisher,
                )
        return found

    return make_once(make)


@pytest.mark.parametrize("role", Role)
def test_each_role_can_do_what_the_table_says_and_nothing_else(
    role: Role, stories: dict[Status, int]
) -> None:
    person, wrong = make_member("somebody", role), []
    for status, action in product(Status, [row for row in Action if row != Action.UNSCHEDULE]):
        with step():
            story = Article.objects.with_page().with_parts().get(pk=stories[status])
            expected = status in EXPECTED[role].get(action, set())
            try:
                change_state(story, action, by=person, reason="核实")
                done = True
            except NotAllowed:
                done = False
            rows = Transition.objects.filter(by=person)
            kept = Article.objects.get(pk=story.pk).status == status
            as_told = rows.get().action == action if done else kept and not rows.exists()
            if done != expected or not as_told:
                wrong.append(f"{action.value} from {status.value}")
    assert wrong == []


@pytest.mark.parametrize("role", Role)
def test_a_role_is_a_group_with_the_permissions_of_the_table(role: Role) -> None:
    held = {
        f"{row.content_type.app_label}.{row.codename}"
        for row in Group.objects.get(name=role.value).permissions.select_related("content_type")
    }
    assert ROLES[role] <= held
    # A name that is misspelt in the table would be left out in silence.
    known = {
        f"{row.content_type.app_label}.{row.codename}"
        for row in Permission.objects.select_related("content_type")
    }
    assert ROLES[role] <= known


def test_an_auditor_changes_nothing() -> None:
    group = Group.objects.get(name=Role.AUDITOR.value)
    assert not group.permissions.exclude(codename__startswith="view_").exists()
    auditor = make_member("auditor", Role.AUDITOR)
    assert not any(
        may(auditor, action, status) for action in Action for status in TRANSITIONS[action]
    )


def test_who_keeps_accounts_takes_no_role_and_no_account_of_an_almighty(client: Client) -> None:
    keeper, other = make_member("keeper", Role.ADMINISTRATOR), make_member("other")
    almighty = make_administrator("almighty")
    client.force_login(keeper)
    reviewers = Group.objects.get(name=Role.FIRST_REVIEWER.value)
    publishing = Permission.objects.get(codename="publish_article")
    wanted: dict[str, Any] = {
        "is_active": "on",
        "is_staff": "on",
        "is_superuser": "on",
        "groups": [reviewers.pk],
        "user_permissions": [publishing.pk],
        "last_name": "王",
    }

    def save(user: User, **data: Any) -> int:
        return client.post(reverse("admin:auth_user_change", args=[user.pk]), data).status_code

    # Shown again: what the form does not give is refused, and with it the rest.
    honest = {"is_active": "on", "last_name": "王"}
    assert save(other, **wanted) == save(keeper, **wanted) == 200
    assert save(other, **honest) == save(keeper, **honest) == 302
    assert save(almighty, **wanted) == 403
    client.force_login(almighty)
    assert save(keeper, **wanted) == 200
    for user in (other, keeper, almighty):
        user.refresh_from_db()
    assert [row.is_superuser for row in (other, keeper, almighty)] == [False, False, True]
    assert [row.last_name for row in (other, keeper, almighty)] == ["王", "王", ""]
    assert not other.user_permissions.exists()
    assert not other.groups.exists()
    grants = RoleGrant.objects.filter(user__in=(other, keeper, almighty))
    assert [row.role for row in grants] == [Role.ADMINISTRATOR]


def test_the_migration_runs_again_without_changing_anything() -> None:
    before = {group.name: group.permissions.count() for group in Group.objects.all()}
    migration = import_module("desk.migrations.0002_roles")
    migration.make_roles(apps, None)
    assert {group.name: group.permissions.count() for group in Group.objects.all()} == before
    # An app without its module gets no permissions when tables are emptied and filled again.
    assert all(apps.get_app_config(label).models_module for label in migration.APPS)


def test_somebody_who_has_left_does_nothing() -> None:
    gone = make_member("gone", Role.FIRST_REVIEWER)
    gone.is_active = False
    assert not may(gone, Action.APPROVE, Status.FIRST_REVIEW)
