"""Django's own forms of papers and issues: what readers see of them is proposed, not saved."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from desk.base import editor
from editorial.assent import proposed_sentence
from editorial.proposals import propose_values
from editorial.surroundings import FIELDS, is_public
from editorial.transitions import NotAllowed


class ProposesWhatIsPublic:
    """A form that saves what nobody sees, and proposes the rest to somebody else."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Take out of the form what readers see, and propose it."""
        seen = [name for name in form.changed_data if name in FIELDS[type(obj)]]
        if change and seen and is_public(obj):
            now = type(obj)._default_manager.get(pk=obj.pk)
            values = {name: getattr(obj, name) for name in seen}
            for name in seen:
                setattr(obj, name, getattr(now, name))
            form.changed_data[:] = [name for name in form.changed_data if name not in seen]
            request.proposed = True  # type: ignore[attr-defined]
            try:
                made = propose_values(now, values, by=editor(request))
            except NotAllowed as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, proposed_sentence(made))
        super().save_model(request, obj, form, change)  # type: ignore[misc]

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Where something was only proposed, Django must not say that it was changed."""
        if getattr(request, "proposed", False):
            name = f"admin:{obj._meta.app_label}_{obj._meta.model_name}_change"
            return HttpResponseRedirect(reverse(name, args=[obj.pk]))
        return super().response_change(request, obj)  # type: ignore[misc, no-any-return]
