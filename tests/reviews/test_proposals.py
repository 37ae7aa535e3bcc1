"""What readers see changes only when somebody else has approved the very change."""

from __future__ import annotations

import datetime as dt
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts.roles import Role
from archive.media_files import files_of_rows
from archive.verification import verify, verify_audit
from articles.models import Article, Correction, Revision
from audit.models import AuditEntry
from editorial.assent import waiting_for
from editorial.editing import EditConflict, EditRefused, change_story, reorder
from editorial.new_places import ORDER, PLACE
from editorial.proposals import approve, propose, propose_values, refuse, take_back
from editorial.relocation import relocate_page
from editorial.surroundings import set_fields
from editorial.transitions import AlreadyDone, NotAllowed
from editorial.withdrawals import restore, withdraw
from editorial.workflow import Action, change_state
from issues.models import Issue, Publication
from reviews.models import Proposal, ProposalApproval, ProposalEnd
from reviews.seen import Seen
from tests.admin.forms import open_form
from tests.conftest import MakeOnce
from tests.keeping.cast import damage
from tests.make import (
    JUNE,
    give_roles,
    import_page,
    make_page,
    make_publication,
    make_story,
    make_user,
)
from tests.proposing import approved
from tests.publishing.cast import make_public
from tests.reviews.cast import fresh, sign_off
from tests.tables.helpers import take_rows
from tests.wishes import wish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast")]
Kind = Proposal.Kind
WHY: dict[str, Any] = {"reason": "记者写错了", "notice": "本报误将日期写为昨天。"}


@pytest.fixture(scope="module", autouse=True)
def published(make_once: MakeOnce[int], everybody: dict[str, User]) -> int:
    """A story of the June page, with three reviews behind it, before its readers."""

    def make() -> int:
        import_page(JUNE)
        story = Article.objects.exclude(headline="").order_by("pk").first()
        assert story is not None
        story = sign_off(fresh(story), everybody)
        change_state(story, Action.PUBLISH, by=everybody["publisher"])
        return story.pk

    return make_once(make)


@pytest.fixture
def public(published: int, cast: dict[str, User]) -> Article:
    return fresh(Article.objects.get(pk=published))


def desk(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def at(name: str, *keys: int | str) -> str:
    return reverse(f"admin:{name}", args=keys)


def said(response: Any) -> str:
    return " ".join(str(row) for row in response.context["messages"])


def correction(story: Article, by: User, **parts: Any) -> Proposal:
    change = wish(story, **(parts or {"headline": "更正后的标题"}))
    return propose(story, change, by=by, kind=Kind.CORRECTION, version=fresh(story).version, **WHY)


def shown_to_readers(story: Article) -> str:
    return Client().get(story.get_absolute_url()).content.decode()


def decide(client: Client, made: Proposal, act: str = "approve", **more: Any) -> Any:
    data = {"act": act, "seen": Seen.of_proposal(made).marks} | more
    return client.post(at("proposal_act", made.pk), data, follow=True)


# The attacks, from outside.


@pytest.mark.parametrize("form", ["articles_article_change", "issues_page_change"])
def test_a_publisher_alone_puts_no_other_text_before_readers_as_a_repair(
    cast: dict[str, User], public: Article, form: str
) -> None:
    client = desk(cast["publisher"])
    key = public.pk if form.startswith("articles") else public.page_id
    data = open_form(client, at(form, key))
    name = f"story-{public.pk}"
    data |= {f"{name}-headline": "一人换上的标题", f"{name}-body": "全文另写。"}
    data |= {f"{name}-change_kind": "repair"}
    response = client.post(at(form, key), data, follow=True)
    assert "This is no repair" in said(response) or "no repair" in response.content.decode()
    assert "重新等待" not in response.content.decode()
    assert not Proposal.objects.exists()
    assert "一人换上的标题" not in shown_to_readers(public)
    assert fresh(public).version == public.version


def test_a_repair_is_proposed_measured_shown_and_approved_by_another(
    cast: dict[str, User], public: Article
) -> None:
    good = public.headline
    made = correction(public, cast["publisher"], headline=good[1:])
    approved(made)
    story = fresh(public)
    client, name = desk(cast["editor"]), f"story-{story.pk}"
    address = at("articles_article_change", story.pk)
    data = open_form(client, address)
    data |= {f"{name}-headline": good, f"{name}-change_kind": "repair"}
    response = client.post(address, data, follow=True)
    assert "stays as readers see it until it is approved" in said(response)
    proposal = Proposal.objects.get(kind=Kind.REPAIR)
    assert proposal.distance_after == (proposal.distance_before or 0) - 1
    assert good not in shown_to_readers(story).split("更正")[0].split("<h1")[1].split("</h1>")[0]
    final = desk(cast["final"])
    home = final.get("/admin/").content.decode()
    assert at("proposal", proposal.pk) in home
    screen = final.get(at("proposal", proposal.pk)).content.decode()
    assert "<ins>" in screen
    assert 'class="source-text"' in screen
    assert f"in {proposal.distance_before} characters" in screen
    assert "Readers see it now" in said(decide(final, proposal))
    story = fresh(story)
    assert story.headline == good
    assert story.status == Article.Status.PUBLISHED
    revision = Revision.objects.get(article=story, version=story.version)
    assert (revision.kind, revision.by) == ("repair", cast["editor"])
    assert not list(verify_audit())


def test_an_edit_on_the_story_s_own_form_is_sent_to_the_correction(
    cast: dict[str, User], public: Article
) -> None:
    client = desk(cast["publisher"])
    address = at("articles_article_change", public.pk)
    data = open_form(client, address) | {f"story-{public.pk}-headline": "另一个标题"}
    response = client.post(address, data, follow=True)
    assert "changed with “Correct”" in said(response)
    assert not Proposal.objects.exists()


def test_a_correction_reaches_readers_when_a_final_reviewer_has_approved_it(
    cast: dict[str, User], public: Article
) -> None:
    client = desk(cast["publisher"])
    address = at("articles_article_correct", public.pk)
    data = open_form(client, address)
    data |= {f"story-{public.pk}-headline": "更正后的标题", **WHY}
    assert "Proposed (" in said(client.post(address, data, follow=True))
    assert "更正后的标题" not in shown_to_readers(public)
    made = Proposal.objects.get()
    for name in ("publisher", "editor", "first", "administrator", "auditor"):
        response = decide(desk(cast[name]), made)
        assert "may not decide" in said(response), name
    assert not Correction.objects.exists()
    decide(desk(cast["final"]), made)
    text = shown_to_readers(public)
    assert "更正后的标题" in text
    assert WHY["notice"] in text
    told = Correction.objects.get()
    assert (told.by, told.reason) == (cast["publisher"], WHY["reason"])
    actions = set(AuditEntry.objects.values_list("action", "actor"))
    assert ("propose", "publisher") in actions
    assert {("approve-proposal", "final"), ("proposal-applied", "final")} <= actions
    assert not list(verify_audit())


def test_a_photo_of_a_public_story_waits_for_its_approval(
    cast: dict[str, User], public: Article
) -> None:
    drawn = BytesIO()
    Image.new("RGB", (8, 8), "red").save(drawn, "JPEG")
    client = desk(cast["publisher"])
    name = f"story-{public.pk}-photos-{public.photos.count()}"
    new = SimpleUploadedFile("new.jpg", drawn.getvalue(), "image/jpeg")
    rows = {f"{name}-caption": "新图", f"{name}-image": new}
    change, address = (at(f"articles_article_{word}", public.pk) for word in ("change", "correct"))
    repair = {f"story-{public.pk}-change_kind": "repair"}
    response = client.post(change, open_form(client, change) | rows | repair, follow=True)
    assert "no repair" in said(response)
    new.seek(0)
    client.post(address, open_form(client, address) | rows | WHY)
    assert not public.photos.exclude(image="").exists()
    made = Proposal.objects.get()
    final = desk(cast["final"])
    image = at("proposal_image", made.pk, public.photos.count())
    assert image in final.get(at("proposal", made.pk)).content.decode()
    assert final.get(image).headers["Content-Type"] == "image/jpeg"
    assert Client().get(image).status_code == 302
    decide(final, made)
    photo = public.photos.exclude(image="").get()
    assert Client().get(reverse("photo", args=[photo.pk])).getvalue()
    assert not list(verify_audit())
    kept = made.images.get()
    assert {photo.image.name, kept.image.name} <= files_of_rows()
    kept.image.storage.delete(str(kept.image.name))
    assert final.get(image).status_code == 404
    assert [row.kind for row in verify_audit()] == ["proposal"]


def test_the_command_only_proposes_and_another_s_command_approves(
    cast: dict[str, User], public: Article
) -> None:
    def run(*words: str) -> str:
        out = StringIO()
        call_command(*words, stdout=out)
        return out.getvalue()

    old = public.headline
    words = ["--replace", old, "更正后的标题", "--by", "publisher"]
    why = ["--reason", "笔误", "--notice", "更正"]
    assert "Proposed (" in run("correct", str(public.pk), *words, *why)
    assert fresh(public).headline == old
    made = Proposal.objects.get()
    number, seen = str(made.pk), ["--seen", *Seen.of_proposal(made).marks]
    assert f"{number} correction" in run("proposals", "list")
    assert made.sha256 in run("proposals", "show", number)
    for by, error in (("publisher", "may not decide"), ("nobody", "no user")):
        with pytest.raises(CommandError, match=error):
            run("proposals", "approve", number, "--by", by, *seen)
    with pytest.raises(CommandError, match="not what you were shown"):
        run("proposals", "approve", number, "--by", "final")
    with pytest.raises(CommandError, match="Say who"):
        run("proposals", "approve", number)
    with pytest.raises(CommandError, match="no proposal"):
        run("proposals", "show")
    assert "before the readers" in run("proposals", "approve", number, "--by", "final", *seen)
    assert fresh(public).headline == "更正后的标题"
    assert "No proposal is open" in run("proposals", "list")
    for action, by in (("refuse", "final"), ("take-back", "publisher")):
        other = correction(public, cast["publisher"], deck=action)
        run("proposals", action, str(other.pk), "--by", by, "--reason", "不妥", "-v0")
        assert action[:4] in run("proposals", "show", str(other.pk))


# Who, how many, and against what.


def test_who_proposed_it_approves_it_at_no_stage_and_nobody_twice(public: Article) -> None:
    Publication.objects.update(proposal_reviews=2)
    chief, other = make_user("chief"), make_user("other")
    for user in (chief, other):
        give_roles(user, Role.FIRST_REVIEWER, Role.FINAL_REVIEWER, Role.EDITOR)
    made = correction(public, chief)
    assert waiting_for(other) == [made]
    with pytest.raises(NotAllowed, match="Somebody else must approve"):
        approve(made, by=chief, seen=Seen.of_proposal(made))
    approve(made, by=other, seen=Seen.of_proposal(made))
    assert fresh(public).headline == public.headline
    assert waiting_for(other) == []
    with pytest.raises(NotAllowed, match="another person"):
        approve(made, by=other, seen=Seen.of_proposal(made))
    approve(made, by=User.objects.get(username="final"), seen=Seen.of_proposal(made))
    assert fresh(public).headline == "更正后的标题"
    stages = list(made.approvals.order_by("pk").values_list("stage", flat=True))
    assert stages == ["first-review", "final-review"]


def test_an_author_of_the_words_approves_them_at_no_stage_whoever_proposes_them(
    cast: dict[str, User], public: Article
) -> None:
    writer, final, page = make_user("writer"), User.objects.get(username="final"), public.page
    give_roles(writer, Role.FINAL_REVIEWER, Role.EDITOR)
    wanted = [correction(public, writer), propose_values(page, {"name": "名"}, by=writer)]
    for row in wanted:
        take_back(row, by=writer)
    editor = cast["editor"]
    made = [correction(public, editor), propose_values(page, {"name": "名"}, by=editor)]
    other = propose_values(page, {"name": "别的"}, by=editor)
    assert waiting_for(writer) == [other]
    for row in made:
        with pytest.raises(NotAllowed, match="has written words of it"):
            approve(row, by=writer, seen=Seen.of_proposal(row))
    assert made[0] in waiting_for(final)
    # Who wrote words of the story is an author of whatever becomes of it.
    approved(made[0])
    later = correction(public, writer, headline="再改")
    assert later in waiting_for(final)
    give_roles(editor, Role.FINAL_REVIEWER)
    editor = User.objects.get(pk=editor.pk)
    with pytest.raises(NotAllowed, match="has written words of it"):
        approve(later, by=editor, seen=Seen.of_proposal(later))
    Publication.objects.update(reviewers_differ=False)
    later = Proposal.objects.get(pk=later.pk)
    assert later in waiting_for(editor)


def test_more_approvals_set_later_do_not_count_for_what_is_under_way(
    cast: dict[str, User], public: Article
) -> None:
    made = correction(public, cast["publisher"])
    Publication.objects.update(proposal_reviews=3)
    assert approved(made).outcome == ProposalEnd.Outcome.APPLIED
    later = correction(public, cast["publisher"], headline="再改")
    approve(later, by=cast["first"], seen=Seen.of_proposal(later))
    assert "1 of 3" in desk(cast["final"]).get(at("proposals")).content.decode()


def test_of_two_proposals_the_second_is_refused_with_a_sentence_and_kept(
    cast: dict[str, User], public: Article
) -> None:
    one = correction(public, cast["publisher"], headline="甲的标题")
    two = correction(public, cast["editor"], headline="乙的标题")
    approved(one)
    final = desk(cast["final"])
    response = decide(final, two)
    assert "was changed since this was proposed" in said(response)
    assert fresh(public).headline == "甲的标题"
    assert not ProposalEnd.objects.filter(proposal=two).exists()
    screen = final.get(at("proposal", two.pk)).content.decode()
    assert "乙的标题" in screen
    assert "data-approve" not in screen
    assert "Refused" in said(decide(final, two, "refuse", reason="已有更正"))
    assert "has ended" in said(decide(final, two))
    assert "已有更正" in desk(cast["editor"]).get("/admin/").content.decode()


def test_a_withdrawn_story_is_not_changed_and_a_restored_one_is(
    cast: dict[str, User], public: Article
) -> None:
    made = correction(public, cast["publisher"])
    withdraw(fresh(public), by=cast["publisher"], reason="核实")
    with pytest.raises(NotAllowed, match="not before its readers now"):
        approve(made, by=cast["final"], seen=Seen.of_proposal(made))
    restore(fresh(public), by=cast["publisher"])
    assert approved(made).outcome == ProposalEnd.Outcome.APPLIED
    with pytest.raises(EditConflict):
        propose(
            public,
            wish(public, deck="新"),
            by=cast["publisher"],
            kind=Kind.CORRECTION,
            version=public.version,
            **WHY,
        )


@pytest.mark.parametrize("missing", ["reason", "notice"])
def test_a_correction_needs_reason_and_notice(
    cast: dict[str, User], public: Article, missing: str
) -> None:
    words: dict[str, Any] = {"by": cast["editor"], "kind": Kind.CORRECTION, "version": 0}
    with pytest.raises(NotAllowed, match=missing):
        propose(public, wish(public, deck="新"), **words, **(WHY | {missing: " "}))
    with pytest.raises(NotAllowed, match="too long"):
        propose(public, wish(public, deck="新"), **words, **(WHY | {"reason": "长" * 301}))
    with pytest.raises(NotAllowed, match="may not change stories"):
        propose(public, wish(public), **(words | {"by": cast["auditor"]}), **WHY)
    with pytest.raises(NotAllowed, match="Nothing differs"):
        propose(public, wish(public), **words, **WHY)
    nothing = {"kicker": "", "headline": "", "paragraphs": ()}
    with pytest.raises(NotAllowed, match="would have neither"):
        propose(public, wish(public, **nothing), **words, **WHY)
    with pytest.raises(NotAllowed, match="nothing to propose"):
        propose(make_story(), wish(public), **words, **WHY)


def test_the_same_is_proposed_once_and_only_its_maker_takes_it_back(
    cast: dict[str, User], public: Article
) -> None:
    made = correction(public, cast["publisher"])
    with pytest.raises(AlreadyDone, match="by publisher"):
        correction(public, cast["editor"])
    with pytest.raises(NotAllowed, match="Only who made"):
        take_back(made, by=cast["editor"])
    with pytest.raises(NotAllowed, match="takes it back"):
        refuse(made, by=cast["publisher"], reason="x")
    with pytest.raises(NotAllowed, match="Say why"):
        refuse(made, by=cast["final"], reason=" ")
    client = desk(cast["publisher"])
    assert "take-back" in client.get(at("proposal", made.pk)).content.decode()
    assert "Taken back" in said(decide(client, made, "take-back"))
    assert client.post(at("proposal_act", made.pk), {"act": "x"}).status_code == 403
    correction(public, cast["editor"])


def test_a_story_that_nothing_was_received_for_has_no_repair(cast: dict[str, User]) -> None:
    story = make_public()
    with pytest.raises(NotAllowed, match="Nothing was received"):
        propose(story, wish(story, deck="新"), by=cast["editor"], kind=Kind.REPAIR, version=0)


def test_no_other_door_leads_to_a_public_text(cast: dict[str, User], public: Article) -> None:
    for kind in Revision.Kind:
        with pytest.raises(EditRefused, match="Nobody changes that alone"):
            change_story(
                public,
                wish(public, headline="改"),
                by=cast["publisher"],
                kind=kind,
                version=public.version,
            )
    cells = {
        "publication": public.page.issue.publication.name,
        "date": public.page.issue.date,
        "page": public.page.number,
        "order": public.order,
        "headline": "表格改",
    }
    assert "drafts only" in refused_by_table("articles", cells, cast["editor"])
    changed = JUNE.read_bytes().replace("县".encode(), "市".encode())
    assert import_page(JUNE, changed, replace=True).result == "refused"
    out = StringIO()
    call_command("reparse", "--apply", "--all", stdout=out)
    assert fresh(public).headline == public.headline
    assert fresh(public).version == public.version


def refused_by_table(name: str, cells: dict[str, Any], by: User) -> str:
    """Import one row and return why it was refused."""
    result = take_rows(name, [cells], user=by)
    return " ".join(map(str, result.wrong_cells))


# What stands round the text.


def surroundings(public: Article) -> dict[str, Any]:
    page = public.page
    issue = page.issue
    return {"page": page, "issue": issue, "paper": issue.publication}


def test_an_editor_alone_changes_nothing_round_a_public_text(
    cast: dict[str, User], public: Article
) -> None:
    client = desk(cast["editor"])
    address = at("issues_page_change", public.page_id)
    data = open_form(client, address)
    data |= {"page-name": "编辑自己写的", "page-number": "9999", "page-page_count": "77"}
    response = client.post(address, data, follow=True)
    assert said(response).count("Proposed (") == 2
    issue = Issue.objects.get(pk=public.page.issue_id)
    assert (issue.number, issue.page_count) == (public.page.issue.number, issue.page_count)
    page = public.page.get_absolute_url()
    assert "编辑自己写的" not in Client().get(page).content.decode()
    final = desk(cast["final"])
    for made in Proposal.objects.order_by("pk"):
        assert "<ins>" in final.get(at("proposal", made.pk)).content.decode()
        decide(final, made)
    text = Client().get(page).content.decode()
    assert "编辑自己写的" in text
    assert "9999" in text
    assert not list(verify_audit())


def test_an_administrator_alone_rewrites_no_masthead(
    cast: dict[str, User], public: Article
) -> None:
    paper = public.page.issue.publication
    client = desk(cast["administrator"])
    address = at("issues_publication_change", paper.pk)
    page = client.get(address)
    form = page.context["adminform"].form
    data = {name: form[name].value() or "" for name in form.fields}
    for row in page.context["inline_admin_formsets"]:
        management = row.formset.management_form
        data |= {
            management.add_prefix(name): management[name].value() for name in management.fields
        }
    data |= {"mottoes": "新口号", "hotline": "110", "weekdays": "12345", "reviewers_differ": "on"}
    response = client.post(address, data, follow=True)
    assert "Proposed (" in said(response)
    assert "was changed successfully" not in said(response)
    paper.refresh_from_db()
    assert paper.weekdays == "12345"
    assert "新口号" not in paper.mottoes
    made = Proposal.objects.get()
    assert set(made.after) == {"mottoes", "hotline"}
    decide(desk(cast["final"]), made)
    paper.refresh_from_db()
    assert (paper.mottoes, paper.hotline) == ("新口号", "110")


def test_the_order_and_the_place_of_what_is_public_are_proposed(
    cast: dict[str, User], public: Article
) -> None:
    page, by = public.page, cast["publisher"]
    order = list(page.articles.order_by("order").values_list("pk", flat=True))
    with pytest.raises(EditRefused, match="Nobody changes that alone"):
        reorder(page, order[::-1], by=by)
    with pytest.raises(NotAllowed, match="Nobody changes that alone"):
        relocate_page(page, date=page.issue.date, label="9", by=by, reason="错版")
    with pytest.raises(NotAllowed, match="Nobody changes that alone"):
        set_fields(page, {"name": "新"}, by=by)
    client = desk(by)
    data = open_form(client, at("issues_page_change", page.pk))
    places = [name for name in data if name.endswith("-place")]
    data |= {name: str(len(places) - at_) for at_, name in enumerate(places)}
    data |= {f"story-{public.pk}-change_kind": "repair"}
    client.post(at("issues_page_change", page.pk), data)
    assert list(page.articles.order_by("order").values_list("pk", flat=True)) == order
    made = Proposal.objects.get()
    assert list(made.after) == [ORDER]
    assert public.headline in desk(cast["final"]).get(at("proposal", made.pk)).content.decode()
    approved(made)
    assert list(page.articles.order_by("order").values_list("pk", flat=True)) != order
    where = {"date": f"{page.issue.date}", "number": 9, "reason": "错版"}
    assert "Proposed (" in said(
        client.post(at("issues_page_relocate", page.pk), where, follow=True)
    )
    old = page.get_absolute_url()
    assert Client().get(old).status_code == 200
    approved(Proposal.objects.get(end=None))
    assert Client().get(old).status_code == 301
    out = StringIO()
    words = ["--to", f"{page.issue.date}/8", "--by", "publisher", "--reason", "错版"]
    call_command("relocate", f"{page.issue.date}/9", *words, stdout=out)
    assert "Proposed (" in out.getvalue()
    assert not [row for proof in verify(page.__class__.objects.all()) for row in proof.faults]


def test_a_table_changes_nothing_round_a_public_text(
    cast: dict[str, User], public: Article
) -> None:
    around = surroundings(public)
    paper, issue, page = around["paper"], around["issue"], around["page"]
    day = {"publication": paper.name, "date": issue.date}
    User.objects.filter(username="editor").update(is_superuser=True)
    editor = User.objects.get(username="editor")
    for name, cells in (
        ("publications", {"name": paper.name, "hotline": "110"}),
        ("issues", day | {"number": 9999}),
        ("pages", day | {"number": page.number, "name": "表格改"}),
    ):
        assert "Nobody changes that alone" in refused_by_table(name, cells, editor), name


def test_what_cannot_stand_there_is_not_proposed(cast: dict[str, User], public: Article) -> None:
    around = surroundings(public)
    by = cast["publisher"]
    other = Issue.objects.create(
        publication=around["paper"], date=dt.date(2025, 7, 1), number=12345
    )
    for row, values, error in (
        (around["issue"], {"number": 12345}, "already exists"),
        (around["issue"], {"page_count": 900}, "400"),
        (around["page"], {"number": 3}, "Only what readers see"),
        (around["page"], {ORDER: [1, 2]}, "other stories"),
        (around["page"], {PLACE: "2025-07-01/2"}, "Say why"),
        (around["page"], {"name": around["page"].name}, "stands so already"),
        (other, {"number": 3}, "not before its readers"),
    ):
        with pytest.raises(NotAllowed, match=error):
            propose_values(row, values, by=by)
    with pytest.raises(NotAllowed, match="no such page"):
        propose_values(public, {PLACE: "2025-07-01/2"}, by=by, reason="错版")
    with pytest.raises(NotAllowed, match="too long"):
        propose_values(around["page"], {"name": "新"}, by=by, reason="长" * 301)
    with pytest.raises(NotAllowed, match="neither propose"):
        propose_values(around["page"], {"name": "新"}, by=cast["auditor"])


def test_a_proposal_round_the_text_is_refused_when_something_else_stands_there(
    cast: dict[str, User], public: Article
) -> None:
    page = public.page
    one = propose_values(page, {"name": "甲版"}, by=cast["publisher"])
    two = propose_values(page, {"name": "乙版"}, by=cast["editor"])
    approved(one)
    with pytest.raises(NotAllowed, match="was changed since"):
        approve(two, by=cast["final"], seen=Seen.of_proposal(two))
    target = make_page(page.issue, 7)
    move: dict[str, Any] = {"by": cast["publisher"], "reason": "错版"}
    three = propose_values(public, {PLACE: f"{page.issue.date}/7"}, **move)
    assert approved(three).outcome == ProposalEnd.Outcome.APPLIED
    assert fresh(public).page == target


# The record.


def test_every_role_looks_and_nobody_without_one_does(
    cast: dict[str, User], public: Article
) -> None:
    made = correction(public, cast["publisher"])
    addresses = [at("proposals"), at("proposal", made.pk)]
    for name, user in cast.items():
        client = desk(user)
        assert [client.get(row).status_code for row in addresses] == [200, 200], name
        assert client.get(at("proposal_act", made.pk)).status_code == 405
        decide(client, made, "take-back" if name != "publisher" else "approve")
        assert not ProposalEnd.objects.filter(proposal=made).exists() or name == "final"
    stranger = desk(User.objects.create_user("stranger", is_staff=True))
    for address in (*addresses, at("proposal_image", made.pk, 0)):
        assert stranger.get(address).status_code == 403
        assert Client().get(address).status_code == 302
    assert stranger.post(at("proposal_act", made.pk), {"act": "approve"}).status_code == 403


@pytest.mark.parametrize(
    ("table", "change", "kind"),
    [
        ("reviews_proposal", "sha256 = 'x'", "proposal"),
        ("reviews_proposal", "base = 'x'", "proposal"),
        ("reviews_proposal", "notice = '另一句'", "proposal"),
        ("reviews_proposalapproval", "sha256 = 'x'", "proposal"),
        ("reviews_proposalapproval", "stage = 'first-review'", "proposal"),
        ("reviews_proposalapproval", "by_id = (SELECT by_id FROM reviews_proposal)", "proposal"),
        ("reviews_proposalend", "version = 99", "proposal"),
        ("reviews_proposalend", "reason = '假'", "audit-told"),
    ],
)
def test_what_was_decided_cannot_be_rewritten_unseen(
    cast: dict[str, User], public: Article, table: str, change: str, kind: str
) -> None:
    approved(correction(public, cast["publisher"]))
    assert not list(verify_audit())
    statement = f"UPDATE {table} SET {change}"  # noqa: S608
    with connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute(statement)
    damage(statement, table=table)
    assert kind in {row.kind for row in verify_audit()}


def test_whether_a_proposal_waits_cannot_be_rewritten_unseen(
    cast: dict[str, User], public: Article
) -> None:
    waits = correction(public, cast["publisher"])
    ended = correction(public, cast["publisher"], headline="再改")
    take_back(ended, by=cast["publisher"])
    assert not list(verify_audit())
    damage("DELETE FROM reviews_waitingproposal")
    damage("INSERT INTO reviews_waitingproposal (proposal_id) VALUES (%s)", ended.pk)
    text = "It is not told rightly whether it waits."
    found = {row.message for row in verify_audit()}
    assert found == {
        f"Proposal {row.pk}: {text} Restore the rows from a backup." for row in (waits, ended)
    }


def test_a_text_that_changed_before_its_readers_past_all_proposals_is_named(
    cast: dict[str, User], public: Article
) -> None:
    change_story(
        public,
        wish(public, headline="暗改"),
        by=cast["publisher"],
        kind=Revision.Kind.EDIT,
        version=public.version,
        proposal=1,
    )
    assert [row.kind for row in verify_audit()] == ["public-change"]


def test_an_approval_stands_once_for_each_person_and_stage(
    cast: dict[str, User], public: Article
) -> None:
    made = correction(public, cast["publisher"])
    approved(made)
    for fields in (
        {"stage": "final-review", "by": cast["first"]},
        {"stage": "first-review", "by": made.approvals.get().by},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            ProposalApproval.objects.create(proposal=made, sha256=made.sha256, **fields)
    assert make_publication().proposal_reviews == 1
