"""Who was given which role by whom, links for new passwords, and what people are told of both."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.roles import CONFIRMED, FREE, OFFICES, Role

USER = settings.AUTH_USER_MODEL
LINK_LIFE = dt.timedelta(hours=24)


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    """The words in which the rest of the code asks for roles."""

    def standing(self) -> RoleGrantQuerySet:
        """Roles that were asked for and not taken back, confirmed or not."""
        return self.filter(ended_at=None)

    def waiting(self) -> RoleGrantQuerySet:
        """Roles that wait for a second person."""
        return self.standing().filter(confirmed_at=None)

    def counting(self) -> RoleGrantQuerySet:
        """Roles that give their permissions now.

        While offices are separate, two of them in one hand count for nothing, nor does a role for
        reviewing or publishing beside one. While the second factor is required, a role that needs
        confirming counts only for who has one.
        """
        rows = self.standing().exclude(confirmed_at=None)
        if settings.SEPARATE_OFFICES:
            held = RoleGrant.objects.standing().exclude(confirmed_at=None)
            others = held.filter(user=OuterRef("user"), role__in=OFFICES)
            others = others.exclude(role=OuterRef("role"))
            rows = rows.exclude(Q(role__in=CONFIRMED) & Exists(others))
        if settings.REQUIRE_SECOND_FACTOR:
            devices = TOTPDevice.objects.filter(user=OuterRef("user"), confirmed=True)
            rows = rows.filter(Q(role__in=FREE) | Exists(devices))
        return rows


class Suspended(models.TextChoices):
    """Why confirmed roles wait for a second person again, as it is kept and as it is read."""

    PASSWORD = "A new password was set through a link.", _("A new password was set through a link.")
    FACTOR = "The second factor was removed.", _("The second factor was removed.")


class RoleGrant(models.Model):
    """One role of one person, from the asking to its end.

    ``asked_by`` and ``confirmed_by`` are different people, and neither is the person himself. Both
    are empty for what was appointed on the machine itself, which ``appoint_officers`` does.
    """

    user = models.ForeignKey(
        USER, models.PROTECT, related_name="role_grants", verbose_name=_("person")
    )
    role = models.CharField(pgettext_lazy("of a person", "role"), max_length=30, choices=Role)
    reason = models.CharField(_("reason"), max_length=300)
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now, editable=False)
    asked_by = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("asked by")
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        USER,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_by = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ended by")
    )

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("role of a person")
        verbose_name_plural = _("roles of people")
        permissions = [("confirm_rolegrant", "Can confirm roles that another has asked for")]
        constraints = [
            # Its index also serves the roles of a person, with each question for a permission.
            models.UniqueConstraint(
                fields=["user", "role"], condition=Q(ended_at=None), name="role_stands_once"
            ),
            models.CheckConstraint(
                condition=~Q(asked_by=F("confirmed_by")), name="role_confirmed_by_a_second_person"
            ),
            models.CheckConstraint(
                condition=~Q(user=F("asked_by")) & ~Q(user=F("confirmed_by")),
                name="role_given_by_others",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None)
                | Q(asked_by=None)
                | Q(confirmed_by__isnull=False)
                | Q(role__in=sorted(FREE)),
                name="role_confirmed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"

    @property
    def waits(self) -> bool:
        """Whether a second person has still to confirm it."""
        return self.confirmed_at is None and self.ended_at is None

    @property
    def why(self) -> str:
        """The reason; where nobody wrote it, in the language of now."""
        known = self.reason in Suspended.values
        return str(Suspended(self.reason).label) if known else self.reason


class PasswordLink(models.Model):
    """A link with which somebody sets his own password, once. Only the hash of it is kept."""

    user = models.ForeignKey(
        USER, models.PROTECT, related_name="password_links", verbose_name=_("person")
    )
    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    made_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)
    made_by = models.ForeignKey(
        USER,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("given out by"),
    )
    expires_at = models.DateTimeField(_("expires at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    used = models.BooleanField(_("used"), default=False)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("password link")
        verbose_name_plural = _("password links")

    def __str__(self) -> str:
        return str(self.user)

    @property
    def is_open(self) -> bool:
        """Whether it opens still."""
        return self.ended_at is None and self.expires_at > timezone.now()


class AccountNotice(models.Model):
    """What somebody is told of an account, on his home page, until he has seen it."""

    class Kind(models.TextChoices):
        """What happened."""

        LINK_MADE = "link-made", _("A link for a new password was given out")
        PASSWORD_SET = "password-set", _("A new password was set through a link")
        FACTOR_REMOVED = "factor-removed", _("The second factor was removed")
        ROLE_CONFIRMED = "role-confirmed", _("A role was confirmed and counts now")
        ROLE_ENDED = "role-ended", _("A role was taken back")
        ROLE_WAITS = "role-waits", _("A role waits to be confirmed again")

    user = models.ForeignKey(
        USER, models.CASCADE, related_name="account_notices", verbose_name=_("for")
    )
    about = models.ForeignKey(USER, models.CASCADE, related_name="+", verbose_name=_("account"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    text = models.CharField(_("text"), max_length=300, blank=True)
    by = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)
    seen_at = models.DateTimeField(_("seen at"), null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("notice on an account")
        verbose_name_plural = _("notices on accounts")
        # Serves the home page: what this person has not seen yet.
        indexes = [models.Index(fields=["user", "seen_at"], name="account_notice_unseen")]

    def __str__(self) -> str:
        return f"{self.about}: {self.get_kind_display()}"

    @property
    def words(self) -> str:
        """The text; a role by the name that it has in the reader's language."""
        return str(dict(Role.choices).get(self.text, self.text))
