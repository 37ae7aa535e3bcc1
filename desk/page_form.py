"""The page form: the source and its stories together, the findings on top.

The form of one story is the same form with one story in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from articles.models import Article
from desk.buttons import actions_of
from desk.finding_rows import finding_rows, place_names
from desk.former_proposals import Draft, draft_for
from desk.kept_words import ONLY_SHOWN, keep, kept, reasons_of_findings
from desk.page_fields import PageFieldsForm
from desk.page_images import forget_saved, keep_images, sent_with_images
from desk.page_save import Conflicts, save_page
from desk.page_source import CHANGE_SCAN, scan_beside, source_beside, take_scan
from desk.progress import Progress, progress_of, scheduled_at
from desk.public_links import address_of_page
from desk.returned import returned_to
from desk.source_view import SourceView
from desk.story_actions import may_relocate
from desk.story_forms import StoryEdit
from desk.story_versions import version_draft
from desk.workbench_answers import stepped, who_works
from editorial.assent import open_on
from editorial.editing import EditRefused
from editorial.previews import PERMISSION
from editorial.workflow import Action, NotAllowed, may
from findings.answers import may_decide
from findings.beginnings import ASKS
from findings.models import Finding
from issues.models import Page, Source
from reviews.models import Proposal
from workbench.begin_steps import NO, YES
from workbench.copies import say_whether_begins
from workbench.told import StepRefused

ON_FORM = (Action.SET_ASIDE, Action.TAKE_UP)


@dataclass(slots=True)
class PageForm:
    """Everything the page form shows and takes in."""

    page: Page
    user: User
    source: Source | None
    edits: list[StoryEdit]
    fields: PageFieldsForm | None
    findings: list[Finding]
    view: SourceView
    progress: Progress
    # Stories set aside: no part of the page, only there to be taken up again.
    aside: list[Article]

    @property
    def editable(self) -> bool:
        """Whether the person may change anything here."""
        own = self.fields and any(not field.disabled for field in self.fields.fields.values())
        return bool(own) or any(edit.editable for edit in self.edits)

    @property
    def errors(self) -> list[tuple[str, str, str]]:
        """Every error with its story and field, for the list on top of the form."""
        found = [row for edit in self.posted for row in edit.errors()]
        if self.fields and self.fields.is_bound:
            for name, texts in self.fields.errors.items():
                where = str(_("Page and masthead"))
                bound = self.fields[name] if name in self.fields.fields else None
                label = f"{bound.label}: " if bound else ""
                target = bound.id_for_label if bound else ""
                found = [(where, f"{label}{text}", target) for text in texts] + found
        return found

    @property
    def posted(self) -> list[StoryEdit]:
        """The stories that came with the form; the blank one for a new story is no story."""
        return [edit for edit in self.edits if edit.form.is_bound and not _unused(edit)]

    def is_valid(self) -> bool:
        """Check all, so that every error is shown at once."""
        parts = [edit.is_valid() for edit in self.posted]
        return all([*parts, self.fields is None or self.fields.is_valid()])


def _unused(edit: StoryEdit) -> bool:
    return edit.article is None and edit.is_blank()


def build(request: HttpRequest, page: Page, user: User, only: Article | None = None) -> PageForm:
    """Load the page (or one story of it) and bind what was posted."""
    posted = request.method == "POST"
    data, files = sent_with_images(request, page, user) if posted else (None, None)
    stories = list(page.articles.with_page().with_parts().order_by("order"))
    source = page.sources.order_by("-pk").defer("data").first()
    findings = finding_rows(page)
    place_names(findings, stories)
    draft = draft_for(request, only, Proposal.Kind.REPAIR) if only else None
    if only and draft is None and only.is_published:
        draft = version_draft(request, only)
    aside = [story for story in stories if story.status == Article.Status.SET_ASIDE]
    shown = [story for story in stories if story not in aside]
    edits = [
        _edit(story, user, place, data, files, draft)
        for place, story in enumerate([*shown, *aside], start=1)
        if (story in shown if only is None else story.pk == only.pk)
    ]
    if only is None and user.has_perm("articles.change_article"):
        edits.append(StoryEdit(None, place=len(shown) + 1, data=data, files=files))
    return PageForm(
        page=page,
        user=user,
        source=source,
        edits=edits,
        fields=None if only else PageFieldsForm(page, user=user, data=data),
        findings=[row for row in findings if only is None or row.article_id == only.pk],
        view=source_beside(page, source, stories, findings),
        progress=progress_of(stories),
        aside=[] if only else aside,
    )


def _edit(
    story: Article, user: User, place: int, data: Any, files: Any, draft: Draft | None
) -> StoryEdit:
    editable = user.has_perm("articles.change_article")
    if story.status == Article.Status.PUBLISHED and not story.is_published:
        editable = editable and user.has_perm("articles.publish_article")
    # A story that came after the form was opened is shown, and left alone.
    posted = data if editable and data and f"story-{story.pk}-version" in data else None
    return StoryEdit(
        story,
        place=place,
        data=posted,
        files=files if posted else None,
        editable=editable,
        draft=draft,
    )


def show(
    request: HttpRequest,
    model_admin: admin.ModelAdmin[Any],
    page: Page,
    user: User,
    only: Article | None = None,
) -> HttpResponse:
    """Answer a GET with the form and a POST with the saved page or the form and what is wrong."""
    form = build(request, page, user, only)
    if request.method == "POST":
        if not form.editable:
            raise PermissionDenied
        if user.has_perm(CHANGE_SCAN):
            take_scan(request, page, by=user)
        if ONLY_SHOWN not in request.GET and _save(request, form):
            forget_saved(request, page, user)
            return _answered(request, form) or _shown_anew(request)
        keep_images(request, page, user, form.posted)
    shown = context(request, model_admin, form, only) | {"typed": _typed(request, form)}
    return TemplateResponse(request, "admin/editors/page_form.html", shown)


def _shown_anew(request: HttpRequest) -> HttpResponse:
    keep(request, request.path, questions=reasons_of_findings(request.POST))
    return HttpResponseRedirect(request.path)


def _answered(request: HttpRequest, form: PageForm) -> HttpResponse | None:
    """Say whether a story begins at a line, where that was asked, and lead to the desk.

    What the form held was saved first.
    """
    answer, _colon, key = request.POST.get("_action", "").partition(":")
    if answer not in (YES, NO) or not key.isdecimal():
        return None
    page, user = form.page, who_works(request)
    try:
        copy, told = say_whether_begins(page, user, "", int(key), begins=answer == YES)
    except StepRefused as refusal:
        messages.error(request, str(refusal))
        return None
    return stepped(request, page, user, copy, told)


def _typed(request: HttpRequest, form: PageForm) -> dict[str, Any]:
    """Return the reasons that were written beside findings and are for none of them yet."""
    if request.method != "POST":
        return kept(request, request.path)
    open_ = {str(row.pk) for row in form.findings if row.state == Finding.State.OPEN}
    reasons = reasons_of_findings(request.POST)
    return {"questions": {key: text for key, text in reasons.items() if key in open_}}


def _save(request: HttpRequest, form: PageForm) -> bool:
    """Save, and say what was done or why not; return whether it was."""
    if not form.is_valid():
        messages.error(request, _("Nothing was saved. Put right what is listed on top."))
        return False
    try:
        change = _change(request.POST.get("_action", ""), form)
        saved = save_page(form.page, form.posted, form.fields, by=form.user, change=change)
    except Conflicts:
        messages.error(
            request,
            _(
                "Nothing was saved: somebody else has changed a story since you opened the form."
                " Your text is still in the form; choose for that story which one shall stand."
            ),
        )
        return False
    except (EditRefused, NotAllowed, ValidationError) as refusal:
        text = refusal.messages[0] if isinstance(refusal, ValidationError) else str(refusal)
        messages.error(request, _("Nothing was saved.") + f" {text}")
        return False
    level = messages.SUCCESS if saved else messages.INFO
    messages.add_message(request, level, saved.summary)
    return True


def _change(value: str, form: PageForm) -> tuple[Article, Action] | None:
    """Return the change of state whose button was pressed, such as ``set-aside:12``."""
    action, _colon, key = value.partition(":")
    shown = (edit.article for edit in form.edits if edit.article)
    stories = {str(story.pk): story for story in (*shown, *form.aside)}
    if action not in list(ON_FORM) or key not in stories:
        return None
    return stories[key], Action(action)


def context(
    request: HttpRequest, model_admin: admin.ModelAdmin[Any], form: PageForm, only: Article | None
) -> dict[str, Any]:
    row: Any = only or form.page
    open_findings = [finding for finding in form.findings if finding.state == "open"]
    for edit in form.edits:
        if edit.article:
            edit.actions = [row for row in actions_of(edit.article, form.user) if row in ON_FORM]
            edit.findings = [row for row in form.findings if _asks_about(row, edit.article)]
    return {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "original": row,
        **scan_beside(form.page, form.user),
        "title": str(row),
        "form": form,
        "page": form.page,
        "only": only,
        "media": model_admin.media,
        "actions": actions_of(only, form.user) if only else [],
        "may_decide": may_decide(form.user),
        "shared_form": "page-form" if form.editable else "",
        "may_publish": may(form.user, Action.PUBLISH),
        "may_relocate": may_relocate(form.user),
        "may_propose": form.user.has_perm("articles.change_article"),
        "proposals": open_on(form.page),
        "public_address": address_of_page(form.page) if form.progress.published else "",
        **returned_to([edit.article for edit in form.edits if edit.article]),
        "may_take_up": may(form.user, Action.TAKE_UP),
        "may_link": form.user.has_perm(PERMISSION),
        "scheduled": scheduled_at(edit.article for edit in form.edits if edit.article),
        "withdrawn": any(
            edit.article and edit.article.status == Article.Status.WITHDRAWN for edit in form.edits
        ),
        "has_view_permission": True,
        "open_findings": open_findings,
        "first_beginning": next((row.pk for row in open_findings if row.code == ASKS), 0),
        "answered": [
            finding for finding in form.findings if finding.state in ("settled", "ignored")
        ],
    }


def _asks_about(finding: Finding, story: Article) -> bool:
    return finding.article_id == story.pk and finding.state == Finding.State.OPEN
