"""What was proposed and came to nothing is proposed anew without being typed again."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from articles.models import Article
from editorial.editing import PhotoFile, StoryChange
from editorial.proposals import propose, propose_values, refuse, take_back
from reviews.models import Proposal
from tests.admin.forms import fields_of
from tests.make import JUNE, import_page, make_photo
from tests.proposing import approved
from tests.publishing.cast import make_public
from tests.reviews.cast import fresh, make_cast
from tests.reviews.test_proposals import at, decide, desk, said
from tests.wishes import PhotoWish, wish

pytestmark = pytest.mark.django_db
Kind = Proposal.Kind
WHY: dict[str, Any] = {"reason": "记者写错了", "notice": "本报误将日期写为昨天。"}


@pytest.fixture
def cast() -> dict[str, User]:
    return make_cast()


@pytest.fixture
def public(cast: dict[str, User]) -> Article:
    story = make_public()
    make_photo(story)
    return fresh(story)


def correction(story: Article, by: User, **parts: Any) -> Proposal:
    story = fresh(story)
    change = wish(story, **parts)
    return propose(story, change, by=by, kind=Kind.CORRECTION, version=story.version, **WHY)


def jpeg() -> SimpleUploadedFile:
    from io import BytesIO

    drawn = BytesIO()
    Image.new("RGB", (8, 8), "red").save(drawn, "JPEG")
    return SimpleUploadedFile("new.jpg", drawn.getvalue(), "image/jpeg")


def again(client: Client, made: Proposal) -> tuple[str, str]:
    """Follow the button of a proposal, and return the form's address and what it shows."""
    screen = client.get(at("proposal", made.pk)).content.decode()
    assert "Propose anew" in screen
    names = {Kind.CORRECTION: "correct", Kind.REPAIR: "change"}
    name = names[Kind(made.kind)]
    address = f"{at(f'articles_article_{name}', made.article_id or 0)}?proposal={made.pk}"
    assert address in screen
    return address, client.get(address).content.decode()


def test_what_a_conflict_kept_back_fills_the_form_on_what_readers_see_now(
    cast: dict[str, User], public: Article
) -> None:
    one = correction(public, cast["editor"], headline="甲的标题")
    body = (*wish(public).text.paragraphs, "乙加的一段。")
    names = [{"role": "记者", "name": "王奔"}]
    two = correction(public, cast["publisher"], deck="乙的副题", paragraphs=body, bylines=names)
    client = desk(cast["publisher"])
    assert "Propose anew" not in client.get(at("proposal", two.pk)).content.decode()
    approved(one)
    assert "was changed since" in said(decide(desk(cast["final"]), two))
    address, form = again(client, two)
    data = fields_of(form)
    key = f"story-{public.pk}"
    assert data[f"{key}-headline"] == "甲的标题"
    assert data[f"{key}-deck"] == "乙的副题"
    assert data[f"{key}-body"].endswith("乙加的一段。")
    assert data[f"{key}-bylines-0-name"] == "王奔"
    assert (data["reason"], data["notice"]) == (WHY["reason"], WHY["notice"])
    assert "Proposed (" in said(client.post(address, data, follow=True))
    approved(Proposal.objects.latest("pk"))
    story = fresh(public)
    assert (story.headline, story.deck) == ("甲的标题", "乙的副题")
    assert [row.contributor.name for row in story.bylines.all()] == ["王奔"]


def test_an_image_that_was_proposed_need_not_be_chosen_again(
    cast: dict[str, User], public: Article
) -> None:
    kept = public.photos.get()
    change = wish(public, photos=[PhotoWish("旧图说", pk=kept.pk), PhotoWish("新图")])
    change = StoryChange(change.text, (PhotoFile(kept.pk), PhotoFile(None, jpeg())))
    words: dict[str, Any] = {"kind": Kind.CORRECTION, "version": public.version, **WHY}
    made = propose(public, change, by=cast["publisher"], **words)
    refuse(made, by=cast["final"], reason="图说不全")
    client = desk(cast["publisher"])
    address, form = again(client, made)
    assert at("proposal_image", made.pk, 1) in form
    data = fields_of(form)
    name = f"story-{public.pk}-photos-1-caption"
    assert data[name] == "新图"
    assert "Proposed (" in said(client.post(address, data | {name: "开工现场"}, follow=True))
    anew = Proposal.objects.latest("pk")
    assert anew.images.get().sha256 == made.images.get().sha256
    approved(anew)
    assert fresh(public).photos.get(order=1).image
    # Once the photos that readers see are others, they are put in by hand.
    shown = client.get(address).content.decode()
    assert "Its photos were changed since" in shown
    assert (
        "-photos-1-proposed" not in fields_of(shown)
        or not fields_of(shown)[f"story-{public.pk}-photos-1-proposed"]
    )


def test_a_repair_is_made_anew_on_the_story_s_own_form(cast: dict[str, User]) -> None:
    import_page(JUNE)
    story = Article.objects.exclude(headline="").earliest("pk")
    Article.objects.filter(pk=story.pk).update(status="published", published_at=story.updated_at)
    good = fresh(story).headline
    approved(correction(story, cast["publisher"], headline=good[1:]))
    version = fresh(story).version
    made = propose(
        fresh(story),
        wish(story, headline=good),
        by=cast["editor"],
        kind=Kind.REPAIR,
        version=version,
    )
    take_back(made, by=cast["editor"])
    client = desk(cast["editor"])
    address, form = again(client, made)
    data = fields_of(form)
    assert data[f"story-{story.pk}-headline"] == good
    assert data[f"story-{story.pk}-change_kind"] == "repair"
    assert "Proposed (" in said(client.post(address, data, follow=True))
    # The address of another kind, or of another story, fills nothing.
    other = f"{at('articles_article_correct', story.pk)}?proposal={made.pk}"
    assert fields_of(client.get(other).content.decode())[f"story-{story.pk}-headline"] == good[1:]
    wrong = at("articles_article_change", story.pk)
    for key in ("x", "99999"):
        plain = fields_of(client.get(f"{wrong}?proposal={key}").content.decode())
        assert plain[f"story-{story.pk}-headline"] == good[1:]


def test_what_stands_round_a_text_is_proposed_anew_by_one_press(
    cast: dict[str, User], public: Article
) -> None:
    page = public.page
    one = propose_values(page, {"name": "甲版"}, by=cast["editor"])
    two = propose_values(page, {"name": "乙版"}, by=cast["publisher"], reason="版名")
    approved(one)
    assert "Propose anew" in desk(cast["publisher"]).get(at("proposal", two.pk)).content.decode()
    assert "Proposed (" in said(decide(desk(cast["publisher"]), two, "again"))
    anew = Proposal.objects.latest("pk")
    assert (anew.before, anew.after, anew.reason) == ({"name": "甲版"}, {"name": "乙版"}, "版名")
    assert "neither propose" in said(decide(desk(cast["auditor"]), two, "again"))
    approved(anew)
    act = reverse("admin:proposal_act", args=[anew.pk])
    assert desk(cast["publisher"]).post(act, {"act": "again"}).status_code == 403
    words = correction(public, cast["publisher"], deck="新")
    take_back(words, by=cast["publisher"])
    act = reverse("admin:proposal_act", args=[words.pk])
    assert desk(cast["publisher"]).post(act, {"act": "again"}).status_code == 403
    assert (
        "Propose anew" not in desk(cast["auditor"]).get(at("proposal", words.pk)).content.decode()
    )


def test_an_earlier_version_of_what_readers_see_is_proposed_as_a_correction(
    cast: dict[str, User], public: Article
) -> None:
    for headline in ("更正的标题", "错改的标题"):
        approved(correction(public, cast["publisher"], headline=headline))
    client, form = desk(cast["publisher"]), at("articles_article_correct", public.pk)
    number = public.revisions.earliest("version").version
    address = f"{form}?version={number}"
    versions = client.get(at("articles_article_revisions", public.pk)).content.decode()
    button = at("articles_article_version", public.pk, number)
    assert f'href="{button}"' in versions
    assert "Take this version on the desk" not in versions
    assert client.get(button).headers["Location"] == address
    data = fields_of(client.get(address).content.decode())
    assert data[f"story-{public.pk}-headline"] == "更正的标题"
    assert "Proposed (" in said(client.post(address, data | WHY, follow=True))
    assert fresh(public).headline == "错改的标题"
    approved(Proposal.objects.latest("pk"))
    assert fresh(public).headline == "更正的标题"
    assert public.revisions.count() == 3
    # A version that the story never had fills the form with nothing.
    unknown = client.get(f"{form}?version=99").content.decode()
    assert fields_of(unknown)[f"story-{public.pk}-headline"] == "更正的标题"


def test_a_version_that_comes_nearer_to_the_source_is_proposed_as_a_repair(
    cast: dict[str, User],
) -> None:
    import_page(JUNE)
    story = Article.objects.exclude(headline="").earliest("pk")
    Article.objects.filter(pk=story.pk).update(status="published", published_at=story.updated_at)
    good = fresh(story).headline
    approved(correction(story, cast["publisher"], headline=good[1:]))
    client = desk(cast["publisher"])
    button = at("articles_article_version", story.pk, "read")
    assert (
        f'href="{button}"'
        in client.get(at("articles_article_revisions", story.pk)).content.decode()
    )
    shown = client.get(button, follow=True)
    (address, _status) = shown.redirect_chain[-1]
    assert address == at("articles_article_change", story.pk) + "?version=read"
    data = fields_of(shown.content.decode())
    assert data[f"story-{story.pk}-headline"] == good
    assert "Proposed (" in said(client.post(address, data, follow=True))
    made = Proposal.objects.latest("pk")
    assert (made.kind, made.after["headline"]) == (Kind.REPAIR, good)
    # What the story never was, and what readers do not see, leads nowhere.
    assert client.get(at("articles_article_version", story.pk, "99")).status_code == 404
    Article.objects.filter(pk=story.pk).update(status="draft")
    assert client.get(button).status_code == 404
    assert (
        "Take this version on the desk"
        in client.get(at("articles_article_revisions", story.pk)).content.decode()
    )
    assert desk(cast["auditor"]).get(button).status_code == 403
