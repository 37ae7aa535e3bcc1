"""The roles of a newsroom: one table that says who may do what.

The permissions of each role are a group of Django's, made by a migration; who holds a role stands
in ``accounts.grants``, not in the group. Who may take a story to another state is asked of
``editorial.workflow``, which asks for the permissions named here; nobody asks for a role by name.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """The groups, under the names that they have in the database."""

    REPORTER = "reporter", _("reporter")
    EDITOR = "editor", _("editor")
    FIRST_REVIEWER = "first reviewer", _("first reviewer")
    SECOND_REVIEWER = "second reviewer", _("second reviewer")
    FINAL_REVIEWER = "final reviewer", _("final reviewer")
    PUBLISHER = "publisher", _("publisher")
    ADMINISTRATOR = "administrator", _("system administrator")
    SECURITY = "security administrator", _("security administrator")
    AUDITOR = "auditor", _("auditor")


# 三员分立 (GB/T 22239, and GB/T 20271 before it): accounts, roles and the record are three offices.
OFFICES = frozenset({Role.ADMINISTRATOR, Role.SECURITY, Role.AUDITOR})
# What anybody writes waits for others; these count as soon as they are given.
FREE = frozenset({Role.REPORTER, Role.EDITOR})
# These count only when a second person has confirmed them.
CONFIRMED = frozenset(Role) - FREE


# What everybody in the newsroom may look at.
LOOK = frozenset(
    {
        *(f"issues.view_{name}" for name in ("publication", "issue", "page", "source", "reading")),
        *(f"issues.view_{name}" for name in ("weeklypattern", "dayexception")),
        *(f"articles.view_{name}" for name in ("article", "byline", "contributor", "photo")),
        *(f"articles.view_{name}" for name in ("revision", "transition")),
        *(f"findings.view_{name}" for name in ("finding", "waiver", "office", "sighting")),
        *(f"findings.view_{name}" for name in ("paperword", "verdict")),
        *(f"reviews.view_{name}" for name in ("approval", "voiding")),
        "reviews.view_comment",
        *(f"reviews.view_{name}" for name in ("proposal", "proposalapproval", "proposalend")),
        *(f"articles.view_{name}" for name in ("correction", "withdrawal", "redirect")),
        "articles.view_previewlink",
        "accounts.view_rolegrant",
        "issues.view_rulechange",
    }
)
WRITE = frozenset({"articles.change_article", "articles.submit_article"})
ANSWER = frozenset({"findings.change_finding"})
# The words of the paper, and whether two names are one person's.
KNOW = frozenset(
    f"findings.{verb}_{name}" for verb in ("add", "change") for name in ("paperword", "verdict")
)

# Who answers for the paper agrees to its rules and to who reviews, as the security administrator
# does.
AGREE = frozenset({"accounts.confirm_rolegrant", "issues.agree_rulechange"})

# The table. The system administrator keeps accounts and settings, the security administrator says
# who holds which role; neither reviews nor publishes. An auditor changes nothing at all.
ROLES: dict[Role, frozenset[str]] = {
    Role.REPORTER: LOOK | WRITE,
    Role.EDITOR: LOOK
    | WRITE
    | ANSWER
    | KNOW
    | {"articles.add_previewlink"}
    | {"issues.add_page", "issues.change_page", "issues.change_issue"}
    | {"articles.add_contributor", "articles.change_contributor"},
    Role.FIRST_REVIEWER: LOOK | ANSWER | {"articles.review_first"},
    Role.SECOND_REVIEWER: LOOK | ANSWER | {"articles.review_second"},
    Role.FINAL_REVIEWER: LOOK | ANSWER | AGREE | {"articles.review_final"},
    Role.PUBLISHER: LOOK
    | {"articles.change_article", "articles.publish_article", "articles.add_previewlink"}
    | {"issues.change_page", "issues.change_issue"},
    Role.ADMINISTRATOR: LOOK
    | {"auth.add_user", "auth.change_user", "auth.view_user", "auth.view_group"}
    | {"accounts.add_passwordlink", "accounts.view_passwordlink", "accounts.confirm_rolegrant"}
    | {"issues.add_publication", "issues.change_publication"}
    | {
        f"issues.{verb}_{name}"
        for verb in ("add", "change", "delete")
        for name in ("weeklypattern", "dayexception")
    },
    Role.SECURITY: LOOK
    | AGREE
    | {"accounts.add_rolegrant", "accounts.change_rolegrant"}
    | {"auth.view_user", "auth.view_group"},
    Role.AUDITOR: LOOK
    | {"admin.view_logentry", "audit.view_auditentry", "auth.view_user", "auth.view_group"}
    | {"accounts.view_passwordlink"},
}


def grant_roles(group_model: Any, permission_model: Any) -> None:
    """Make the groups and give them what the table says; what else they have, they keep.

    Takes the models, so that a migration can call it. A permission that does not exist yet is
    left out: the migration that brings it calls this again.
    """
    known = {
        f"{row.content_type.app_label}.{row.codename}": row.pk
        for row in permission_model.objects.select_related("content_type")
    }
    for role, names in ROLES.items():
        group, _made = group_model.objects.get_or_create(name=role.value)
        group.permissions.add(*(known[name] for name in sorted(names) if name in known))
