"""Every role at every address with every method, against a table written by hand.

Whoever adds an address is told here to say who opens it and who changes anything through it; and
no screen leads anybody to what is closed to him. What a change is, the statements tell that reach
the database; each request is taken back after it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from io import BytesIO
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.template import Template
from django.test import Client
from django.urls import get_resolver, reverse
from PIL import Image
from pytest_django import Settings

from accounts.grants import ask
from accounts.models import AccountNotice
from accounts.passwords import make_link as make_password_link
from accounts.roles import Role
from articles.models import Contributor, Redirect
from audit.models import AuditEntry
from desk.import_views import dry_run
from desk.models import Job, SavedFilter, Task
from editorial.editing import PhotoFile, StoryChange
from editorial.previews import make_link, token_of
from editorial.proposals import propose
from editorial.withdrawals import withdraw
from editorial.workflow import Action, change_state
from findings.answers import Scope, decide
from findings.models import Finding, Office, Waiver
from importing.models import PendingFile, PendingImport
from issues.models import Issue, Publication, Source
from reviews.comments import add_comment
from reviews.models import Notice, Proposal
from reviews.review_rules import GivenRules, ask_change
from reviews.seen import Seen
from tests.accounts.walked import MENDED, at_the_desk, of_knowledge
from tests.admin.forms import FormReader
from tests.choice import by_length
from tests.conftest import MakeOnce
from tests.make import (
    JUNE,
    import_page,
    make_administrator,
    make_byline,
    make_issue,
    make_member,
    make_page,
    make_photo,
    make_publication,
    make_story,
    make_user,
    put_image,
)
from tests.proposing import correct, relocate_page
from tests.reviews.cast import fresh, make_reviewed_page, seen_on
from tests.wishes import PhotoWish, wish

pytestmark = [pytest.mark.django_db, pytest.mark.looks]
LINK = re.compile(r'<a\b[^>]*?\bhref="([^"#]+)')
# Whose links a short run follows: his who may least, and his who reads the record.
FEW = ("R", "U")
CLOSED = {403, 404, 405, 410, 500}
METHODS = ("head", "put", "patch", "delete", "options")
# Everybody on the walk: a stranger, somebody without a role, and one of each role.
STRANGER, NOBODY = "-", "0"
PEOPLE = {
    "R": Role.REPORTER,
    "E": Role.EDITOR,
    "1": Role.FIRST_REVIEWER,
    "2": Role.SECOND_REVIEWER,
    "3": Role.FINAL_REVIEWER,
    "P": Role.PUBLISHER,
    "A": Role.ADMINISTRATOR,
    "S": Role.SECURITY,
    "U": Role.AUDITOR,
}
ROLES = "".join(PEOPLE)

# Written out by hand: who opens which addresses. Those of the last row only take something in,
# lead on, are one person's own, or are closed to all.
OPENS: dict[str, str] = {
    STRANGER + NOBODY + ROLES: """
        front-page paper issues calendar calendar-year calendar-month stories
        sections section authors author issue page edition edition-page article qr-code card cite
        photo photo-size photo-cut search open-search corrections feed
        feed-form sitemap sitemap-section sitemap-news robots manifest offline gone icon
        api:openapi-json api:papers api:issues api:issue api:page api:stories api:story api:search
        preview preview-story preview-photo set_password""",
    STRANGER: "login",
    NOBODY
    + ROLES: "index administration second_factor password_change password_change_done jsi18n",
    ROLES: """
        desk desk_pulse
        reviews review_page review_record review_quality proposals proposal proposal_image app_list
        issues_page_changelist issues_page_history issues_page_change issues_page_preview
        issues_page_table_export issues_source_changelist issues_source_history issues_source_change
        issues_source_download issues_issue_changelist issues_issue_history issues_issue_change
        issues_issue_table_export articles_correction_changelist articles_correction_history
        articles_correction_change articles_withdrawal_changelist articles_withdrawal_history
        articles_withdrawal_change articles_redirect_changelist articles_redirect_history
        articles_redirect_change articles_previewlink_changelist articles_previewlink_history
        articles_previewlink_change findings_finding_changelist findings_finding_history
        findings_finding_change findings_waiver_changelist findings_waiver_history
        findings_waiver_change findings_office_changelist findings_office_history
        findings_office_change findings_office_table_export articles_contributor_changelist
        articles_contributor_history articles_contributor_change articles_contributor_table_export
        articles_photo_changelist articles_photo_history articles_photo_change articles_photo_image
        photo_focus
        articles_photo_table_export issues_publication_changelist issues_publication_history
        issues_publication_change issues_publication_table_export accounts_rolegrant_changelist
        accounts_rolegrant_history accounts_rolegrant_change issues_rulechange_changelist
        issues_rulechange_history issues_rulechange_change articles_article_changelist
        articles_article_history articles_article_change articles_article_preview
        articles_article_layers articles_article_revisions articles_article_table_export
        desk_layers desk_colours namesakes namesakes_pair mend findings_paperword_changelist
        findings_paperword_history findings_paperword_change findings_paperword_table_export
        findings_verdict_changelist findings_verdict_history findings_verdict_change""",
    "REP": """
        articles_article_correct articles_article_table_import articles_photo_table_import""",
    "EP": """
        issues_page_relocate issues_page_links issues_page_table_import issues_issue_relocate
        issues_issue_table_import articles_article_relocate articles_article_links""",
    "E": """
        issues_page_import issues_page_add articles_contributor_add
        articles_contributor_table_import findings_paperword_add
        findings_paperword_table_import""",
    "P": """
        issues_page_publish issues_page_unpublish issues_page_unschedule issues_page_withdraw
        issues_page_restore issues_issue_publish articles_article_state""",
    "A": """
        issues_publication_add issues_publication_rules issues_publication_table_import
        auth_user_add auth_user_password_link""",
    "S": "accounts_rolegrant_add",
    "ASU": """
        auth_user_changelist auth_user_history auth_user_change auth_group_changelist
        auth_group_history auth_group_change""",
    "AU": """
        accounts_passwordlink_changelist accounts_passwordlink_history
        accounts_passwordlink_change""",
    "U": """
        audit_auditentry_changelist audit_auditentry_history audit_auditentry_change
        admin_logentry_changelist admin_logentry_history admin_logentry_change""",
    "": """
        old-address api:api-root articles_article_version
        review_act review_here review_comment review_thread review_notice approve_read job job_step
        job_file
        proposal_act filter_save
        filter_delete account_notice logout autocomplete view_on_site set_language elder
        second_factor_code auth_user_second_factor issues_page_import_preview
        issues_page_import_report audit_auditentry_prove findings_finding_decide
        desk_typed desk_step desk_undo desk_redo desk_save desk_finding desk_take desk_submit
        desk_image
        namesakes_of_finding namesakes_judge namesakes_act findings_office_term
        findings_paperword_end findings_paperword_delete findings_paperword_table_confirm
        findings_verdict_add findings_verdict_delete
        accounts_rolegrant_decide issues_rulechange_decide issues_page_table_confirm
        issues_issue_table_confirm issues_publication_table_confirm articles_article_table_confirm
        articles_photo_table_confirm articles_contributor_table_confirm
        findings_office_table_confirm findings_office_table_import issues_page_delete
        issues_page_scan
        issues_source_add issues_source_delete issues_issue_add issues_issue_delete
        issues_publication_delete issues_rulechange_add issues_rulechange_delete
        articles_article_add articles_article_delete articles_photo_add articles_photo_delete
        articles_contributor_delete articles_correction_add articles_correction_delete
        articles_withdrawal_add articles_withdrawal_delete articles_redirect_add
        articles_redirect_delete articles_previewlink_add articles_previewlink_delete
        audit_auditentry_add audit_auditentry_delete findings_finding_add findings_finding_delete
        findings_waiver_add findings_waiver_delete findings_office_add findings_office_delete
        accounts_rolegrant_delete accounts_passwordlink_add accounts_passwordlink_delete
        auth_user_delete auth_group_add auth_group_delete admin_logentry_add
        admin_logentry_delete""",
}
# Who changes what by what is sent here. Deeds that need more are walked beside their screens.
CHANGES: dict[str, str] = {
    NOBODY + ROLES: "filter_save",
    ROLES: "desk_pulse",
    "REP": """
        articles_article_correct issues_page_change
        desk_typed desk_step desk_save desk_take mend""",
    "RE": "desk_submit",
    "RE123P": "review_comment review_thread",
    "E123": "findings_finding_decide desk_finding findings_office_term",
    "EP": "issues_issue_change issues_page_links articles_article_links",
    "E": """
        articles_contributor_change issues_page_import namesakes_judge namesakes_act
        findings_paperword_add findings_paperword_end""",
    "3": "proposal_act",
    "P": "articles_article_state issues_issue_publish photo_focus",
    "A": """
        issues_publication_add issues_publication_change issues_publication_rules
        auth_user_add auth_user_change auth_user_password_link""",
    "S": "accounts_rolegrant_add",
    "3AS": "accounts_rolegrant_decide",
    "3S": "issues_rulechange_decide",
}


def world() -> dict[str, Any]:
    """Make a row of every kind that an address is about, by somebody who is not on the walk."""
    root, other = make_administrator("root"), make_user("other")
    import_page(JUNE, by=root)
    paper = Publication.objects.get()
    finding = Finding.objects.open().earliest("pk")
    decide(finding, Finding.State.IGNORED, by=root, reason="原文", scope=Scope.PAPER)
    reviewed = make_reviewed_page(2)
    for story in reviewed.articles.all():
        change_state(fresh(story), Action.SUBMIT, by=root)
    waiting = fresh(reviewed.articles.earliest("pk"))
    comment = add_comment(waiting, "headline-0", "请核对", by=root)
    page = make_page(make_issue("2025-06-11", publication=paper))
    shown = put_image(make_photo(waiting), data=b"shown", name="c.jpg")
    public, gone = (
        make_story(page, published=True, headline=name, section="要闻") for name in ("甲", "乙")
    )
    author = make_byline(public).contributor_id
    photo = put_image(make_photo(public), data=_wide_picture(), name="a.jpg")
    why = {"reason": "误植", "notice": "更正"}
    correct(fresh(public), wish(public, deck="副题"), by=root, version=0, **why)
    withdraw(fresh(gone), by=root, reason="失实")
    relocate_page(page, date=page.issue.date, number=9, by=root, reason="错版")
    extra = make_issue("2025-06-11", publication=paper, edition="号外")
    make_story(make_page(extra, number=9), published=True, headline="丙")
    public = fresh(public)
    change = wish(public, photos=[PhotoWish("图", pk=photo.pk)])
    change = StoryChange(change.text, (PhotoFile(photo.pk, ContentFile(b"new", "b.jpg")),))
    kind = Proposal.Kind.CORRECTION
    proposal = propose(public, change, by=root, kind=kind, version=public.version, **why)
    link = make_link(reviewed, by=root, note="宣传部")
    pending = PendingImport.objects.create(user=root, report=[], confirmed_at=None)
    PendingFile.objects.create(pending=pending, name="a.txt", data=JUNE.read_bytes())
    dry_run(pending)
    grant = ask(other, Role.FINAL_REVIEWER, by=root, reason="新任")
    rules = ask_change(paper, GivenRules(2, True, "", 1), by=root, reason="人手")
    password, token = make_password_link(other, by=root)
    job = Job.objects.create(user=root, kind="publish-pages")
    Task.objects.create(job=job, place=0, key=str(reviewed.pk))
    rows = {
        "review_comment": waiting.pk,
        "review_thread": comment.pk,
        "review_notice": Notice.objects.create(user=root, article=waiting, kind="returned").pk,
        "review": reviewed.pk,
        "proposal": proposal.pk,
        "filter_delete": SavedFilter.objects.create(user=root, model="issues.page", name="x").pk,
        "account_notice": AccountNotice.objects.filter(user=other).earliest("pk").pk,
        "issues_page_import": pending.pk,
        "issues_page": reviewed.pk,
        "issues_source": Source.objects.earliest("pk").pk,
        "issues_issue": Issue.objects.get(date="2025-06-11", edition="").pk,
        "issues_publication": make_publication("又报", reviews=3).pk,
        "issues_rulechange": rules.pk,
        "articles_article": public.pk,
        "articles_photo": photo.pk,
        "articles_contributor": Contributor.objects.earliest("pk").pk,
        "articles_correction": public.corrections.get().pk,
        "articles_withdrawal": gone.withdrawals.get().pk,
        "articles_redirect": Redirect.objects.earliest("pk").pk,
        "articles_previewlink": link.pk,
        "audit_auditentry": AuditEntry.objects.latest("pk").pk,
        "findings_finding": Finding.objects.create(
            page=reviewed, code="truncated", topic="x", fingerprint="x"
        ).pk,
        "findings_waiver": Waiver.objects.get().pk,
        "findings_office": Office.objects.create(
            publication=paper, place="仙居县", title="县委书记", holder="走一遍前"
        ).pk,
        "auth_user": other.pk,
        "auth_group": Group.objects.earliest("pk").pk,
        "accounts_rolegrant": grant.pk,
        "accounts_passwordlink": password.pk,
        "admin_logentry": LogEntry.objects.earliest("pk").pk,
        "article": public.pk,
        "qr-code": public.pk,
        "card": public.pk,
        "cite": public.pk,
        "author": author,
        "api:story": public.pk,
        "photo": photo.pk,
        "photo-size": photo.pk,
        "photo-cut": photo.pk,
        "photo_focus": photo.pk,
        "paper": paper.pk,
        "job": job.pk,
        "preview-story": waiting.pk,
        "preview-photo": shown.pk,
    }
    seen = [*seen_on(reviewed).marks, *Seen.of_proposal(proposal).marks]
    (at_desk, typed), (known, asked_for) = at_the_desk(), of_knowledge(root)
    return {
        "rows": rows | at_desk | known,
        "typed": typed,
        "asked": asked_for
        | {
            "issues_publication_rules": {"reviews": "0"},
            "review_comment": {
                f"text-{waiting.pk}": "走一遍",
                f"passage-{waiting.pk}": "headline-0",
            },
            "review_thread": {f"answer-{comment.pk}": "走一遍"},
        }
        | {"photo_focus": {"point": "17-17", "image": photo.sha256}},
        "other": make_user("third").pk,
        "token": token,
        "preview": token_of(link),
        "root": root,
        "seen": seen,
    }


def _wide_picture() -> bytes:
    """An image from which smaller copies are made."""
    target = BytesIO()
    Image.new("L", (600, 400)).save(target, "JPEG")
    return target.getvalue()


# What is asked for on the screens that show nothing otherwise.
QUERIES = {"desk_layers": "?show=received", "mend": f"?query={MENDED}"}
NUMBERS = {
    "place": "0",
    "width": "480",
    "suffix": "webp",
    "point": "usual",
    "number": "9",
    "label": "9",
    "edition": "号外",
    "date": "2025-06-11",
    "name": "withdraw",
    "form": "rss",
    "path": "html/1.htm",
    "year": "2025",
    "month": "6",
}
WRITES = re.compile(r'\s*(INSERT INTO|UPDATE|DELETE FROM) "?(\w+)', re.IGNORECASE)
# What is refused in the middle goes back to where it began.
POINTS = re.compile(r"(ROLLBACK TO )?SAVEPOINT (\S+)")
# What a look may write: who was there, and that he looked.
PASSING = {"django_session", "audit_auditentry", "reviews_seentext", "reviews_claim"}
PASSING |= {"django_admin_log", "axes_accesslog", "axes_accessattempt"}


class Forms(FormReader):
    """Collects the fields of all forms of a page that change something."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        if tag == "form":
            values = dict(attrs)
            action = values.get("action") or ""
            other = "logout" in action or "setlang" in action or "filters/" in action
            self.inside = values.get("method") == "post" and not other


def names() -> dict[str, str]:
    """Return every named address of the site with its route."""
    return {name: route for name, route in all_routes() if name}


def all_routes() -> list[tuple[str, str]]:
    """Return every address of the site, its name (empty without one) and its route."""

    def walk(patterns: Any, before: str = "", space: str = "") -> Iterator[tuple[str, str]]:
        for pattern in patterns:
            inner = getattr(pattern, "url_patterns", None)
            route = before + str(pattern.pattern)
            if inner is not None:
                own = f"{pattern.namespace}:" if pattern.namespace else ""
                yield from walk(inner, route, space + own)
            else:
                yield f"{space}{pattern.name}" if pattern.name else "", route

    return list(walk(get_resolver().url_patterns))


def address_of(name: str, route: str, made: dict[str, Any]) -> str:
    bare = name.removeprefix("admin:")
    rows = made["rows"]
    known = [key for key in sorted(rows, key=len, reverse=True) if bare.startswith(key)]
    values = NUMBERS | {"pk": rows[known[0]] if known else "1"}
    values |= {"object_id": values["pk"], "content_type_id": "1", "app_label": "issues"}
    values |= {"token": made["token"] if bare == "set_password" else made["preview"]}
    values["section"] = "fixed"
    # What another address calls the same.
    other = {"section": {"name": "要闻"}, "cite": {"form": "ris"}}
    values |= (other | {"articles_article_version": {"name": "1"}}).get(bare, {})
    values |= {"finding": rows["question"], "other": rows["other_name"], "image": "1"}
    words = re.findall(r"<(?:\w+:)?(\w+)>", route)
    address = reverse(name, kwargs={word: values[word] for word in words})
    return address + QUERIES.get(bare, "")


@contextmanager
def written() -> Iterator[set[str]]:
    """Yield the tables that are written to, and take all of it back."""
    tables: set[str] = set()
    before: dict[str, set[str]] = {}

    def look(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        done = execute(sql, params, many, context)
        if point := POINTS.match(sql):
            if point[1]:
                tables.intersection_update(before.get(point[2], ()))
            before[point[2]] = set(tables)
        found = WRITES.match(sql)
        # A change of another person's row finds none; what is inserted is counted by no driver.
        if found and (context["cursor"].rowcount or found[1].startswith("INSERT")):
            tables.add(found[2])
        return done

    with transaction.atomic(), connection.execute_wrapper(look):
        yield tables
        transaction.set_rollback(True)


def asked(response: Any) -> Any:
    """Take in what was answered: a file is open until then."""
    if response.streaming:
        response.getvalue()
    return response


# What is sent to an address, whatever it asks for.
DATA = {
    "act": "approve",
    "reason": "走一遍",
    "do": "answer",
    "text": "走一遍",
    "passage": "headline-0",
    "state": "ignored",
    "model": "issues.page",
    "name": "走一遍",
    "to": "2025-06-20",
    "note": "走一遍",
    "hours": "24",
    "password": "quite another phrase",
    "notice": "走一遍",
    "date": "2025-06-20",
    "number": "5",
    "role": "publisher",
    "username": "another",
    "proposal_reviews": "2",
    "reviews": "2",
    "post": "yes",
}
# Forms of Django's, which refuse what they only show: they get no more than they ask for.
EXACT = [
    "issues_issue_change",
    "issues_publication_add",
    "issues_publication_change",
    "auth_user_add",
    "auth_user_change",
    "articles_contributor_change",
]
# The other deeds of an address, and who does them.
DEEDS = {"proposal_act": {"refuse": "3", "take-back": "", "again": "", "publish": "", "": ""}}
# Those are opened by everybody in each run.
ROOMS: tuple[str, ...] = (
    "auth_",
    "accounts_",
    "issues_rulechange",
    "issues_publication_rules",
    "second_factor",
)
ROOMS += ("proposal", "namesakes", "mend", "findings_paperword", "findings_verdict", "desk")
NEW = ("name", "last_name", "headline", "note", "reason", "hotline", "holder", "notice", "username")


class Walk:
    """All addresses with what is sent to them: the forms that one who may all is shown."""

    def __init__(self) -> None:
        self.made, self.routes, self.media = world(), names(), settings.MEDIA_ROOT
        self.sent: dict[str, dict[str, Any]] = {}
        root = Client()
        root.force_login(self.made["root"])
        for name in self.routes:
            with written():
                answer = asked(root.get(self.address(name)))
            reader = Forms("")
            if "html" in answer.headers.get("Content-Type", ""):
                reader.feed(answer.content.decode())
            fields = {key: value for key, value in reader.fields.items() if value}
            fresh_ones = {key: "走一遍" for key in reader.fields if key.split("-")[-1] in NEW}
            third = {"user": str(self.made["other"])}
            seen = {"seen": self.made["seen"]}
            asked_for = self.made["asked"].get(bare(name), {})
            exact = bare(name) in EXACT
            data = {key: row for key, row in DATA.items() if not exact or key in reader.fields}
            self.sent[name] = data | third | fields | fresh_ones | seen | asked_for
        root.logout()

    def address(self, name: str) -> str:
        return address_of(name, self.routes[name], self.made)

    def send(self, browser: Client, name: str, **deed: str) -> Any:
        """Send what its form sends, or the desk's script."""
        address, typed = self.address(name), self.made["typed"].get(bare(name))
        if typed is None:
            return asked(browser.post(address, self.sent[name] | deed))
        script = {"X-Requested-With": "desk"}
        return asked(browser.post(address, typed, "application/json", headers=script))


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Every refusal would be told with its traceback."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def walk(make_once: MakeOnce[Walk]) -> Walk:
    return make_once(Walk)


def browser_of(person: str) -> Client:
    client = Client()
    if person != STRANGER:
        roles = [PEOPLE[person]] if person in PEOPLE else []
        client.force_login(make_member("somebody", *roles))
    return client


def bare(name: str) -> str:
    return name.removeprefix("admin:")


def who_is_in(table: dict[str, str], name: str) -> str:
    return next((people for people, names in table.items() if bare(name) in names.split()), "")


@pytest.fixture
def unwritten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether somebody gets in is decided before a page is written out."""
    monkeypatch.setattr(Template, "render", lambda *_args: "")
    monkeypatch.setattr(AdminSite, "each_context", lambda *_args: {"available_apps": []})


@pytest.mark.parametrize("person", [STRANGER, NOBODY, *PEOPLE])
@pytest.mark.usefixtures("unwritten")
def test_each_person_opens_and_changes_what_is_written_here(
    person: str, walk: Walk, settings: Settings
) -> None:
    settings.MEDIA_ROOT = walk.media
    client, wrong = browser_of(person), []
    for number, name in enumerate(walk.routes):
        address, cookies = walk.address(name), deepcopy(client.cookies)
        changes = person in who_is_in(CHANGES, name)
        tried = by_length(is_tried(person, number, name), True)
        if tried:
            with written() as looked:
                answer = asked(client.get(address))
            if (answer.status_code == 200) != (person in who_is_in(OPENS, name)):
                wrong.append(f"{name}: opened {answer.status_code}")
            if looked - PASSING:
                wrong.append(f"{name}: a look writes {looked - PASSING}")
        if not (tried or changes):
            continue
        with transaction.atomic():
            if bare(name) == "desk_save":
                walk.send(client, "admin:desk_typed")
            with written() as tables:
                walk.send(client, name)
            transaction.set_rollback(True)
        client.cookies = cookies
        if bool(tables - PASSING) != changes:
            wrong.append(f"{name}: changed {tables - PASSING}")
        for deed, people in DEEDS.get(bare(name), {}).items():
            with written() as tables:
                walk.send(client, name, act=deed)
            if bool(tables - PASSING) != (person in people):
                wrong.append(f"{name}: {deed} changed {tables - PASSING}")
        if by_length(False, True):
            wrong += other_methods(client, walk, name)
    assert wrong == []


@pytest.mark.usefixtures("unwritten")
def test_no_other_method_changes_anything_by_who_may_all(walk: Walk, settings: Settings) -> None:
    settings.MEDIA_ROOT = walk.media
    root, wrong = Client(), []
    root.force_login(User.objects.get(pk=walk.made["root"].pk))
    for name in walk.routes:
        if by_length(is_decided_by_role(name), True):
            wrong += other_methods(root, walk, name)
    assert wrong == []


def other_methods(client: Client, walk: Walk, name: str) -> list[str]:
    """Return which of the methods that no screen knows write anything."""
    wrong = []
    for method in METHODS:
        with written() as others:
            asked(getattr(client, method)(walk.address(name)))
        if others - PASSING:
            wrong.append(f"{name}: {method} writes {others - PASSING}")
    return wrong


def is_decided_by_role(name: str) -> bool:
    """Whether it is of accounts, rules, proposals, the desk or what the paper knows."""
    closed = name.endswith(("_history", "_delete"))
    return bare(name).startswith(ROOMS) and not closed


def is_tried(person: str, number: int, name: str) -> bool:
    """Whether a short run has somebody open it and send something to it, even if he may not.

    That is what roles divide, and of the rest a third, for each role another one.
    """
    everywhere = person in STRANGER + NOBODY or is_decided_by_role(name)
    return everywhere or (number + ROLES.index(person)) % 3 == 0


@pytest.mark.usefixtures("unwritten")
def test_no_address_takes_anything_without_the_token_of_its_form(
    walk: Walk, settings: Settings
) -> None:
    settings.MEDIA_ROOT = walk.media
    root, wrong = Client(enforce_csrf_checks=True), []
    root.force_login(User.objects.get(pk=walk.made["root"].pk))
    for name in walk.routes:
        with written() as tables:
            answer = walk.send(root, name)
        # What is only read takes nothing at all: 405.
        if answer.status_code not in (403, 405) or tables - PASSING:
            wrong.append(f"{name}: {answer.status_code} {tables - PASSING}")
    assert not wrong, "\n".join(wrong)


def leads(client: Client, address: str) -> Iterator[str]:
    """Yield where the links of a screen of the newsroom lead, without their questions."""
    answer = asked(client.get(address))
    if "html" in answer.headers.get("Content-Type", "") and answer.status_code == 200:
        for link in LINK.findall(answer.content.decode()):
            path = urlsplit(urljoin(address, link)).path
            if path.startswith("/admin/"):
                yield path


def kind_of(path: str) -> str:
    return re.sub(r"\d+", "N", path)


@pytest.mark.parametrize("person", by_length(FEW, (NOBODY, *PEOPLE)))
def test_no_screen_leads_to_what_is_closed(person: str, walk: Walk, settings: Settings) -> None:
    settings.MEDIA_ROOT = walk.media
    client, met, wrong = browser_of(person), set(), []
    for name in walk.routes:
        if person not in who_is_in(OPENS, name):
            continue
        here = walk.address(name)
        for path in dict.fromkeys(leads(client, here)):
            if kind_of(path) in met or (kind_of(here), kind_of(path)) in met:
                continue
            status = asked(client.get(path)).status_code
            met.add((kind_of(here), kind_of(path)) if status in CLOSED else kind_of(path))
            if status in CLOSED:
                wrong.append(f"{here} leads to {path}: {status}")
    assert not wrong, "\n".join(wrong)


def test_only_django_s_own_ways_to_a_form_have_no_name() -> None:
    """They lead to the form by its name, and the last of them is for what is not there."""
    ways = [route for name, route in all_routes() if not name]
    forms = [route for route in ways if route.endswith("/<path:object_id>/")]
    assert {row for row in ways if row not in forms} == {"admin/(?P<url>.*)$"}
    assert all(f"{route}change/" in names().values() for route in forms)


def test_every_address_is_on_the_walk_once() -> None:
    """Who adds an address says here who opens it and who changes anything through it."""
    told = " ".join(OPENS.values()).split()
    assert sorted(told) == sorted(set(told)) == sorted({bare(name) for name in names()})
    assert {name for those in CHANGES.values() for name in those.split()} <= set(told)
