"""Pages are known by what they are called in print, and none takes another one's place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from articles.models import Article
from audit.outcomes import Result
from importing.intake import import_all
from importing.placement import ImportOptions
from importing.receipt import Received
from importing.report import FileOutcome
from issues.models import Page
from reading.page_labels import label_of, place_of, usual_label
from tests.make import make_issue, make_page, make_publication, make_story, make_user

pytestmark = pytest.mark.django_db
TRIALS = Path(__file__).parents[1] / "reading" / "trials" / "issues"


def bring(*names: str, text: str = "", **options: Any) -> list[FileOutcome]:
    """Import trial pages, or ``text`` under the one name."""
    paper = make_publication("北溪报")
    received = [
        Received(f"{name}.txt", text.encode() or (TRIALS / f"{name}.txt").read_bytes())
        for name in names
    ]
    return list(import_all(received, ImportOptions(publication=paper, **options)))


def labels() -> list[str]:
    return list(Page.objects.order_by("issue__date", "number").values_list("label", flat=True))


@pytest.mark.parametrize("order", [("A01", "B01"), ("B01", "A01")])
def test_two_pages_of_one_number_stand_side_by_side_whichever_comes_first(
    order: tuple[str, str],
) -> None:
    assert [row.result for row in bring(*order)] == [Result.IMPORTED] * 2
    assert labels() == ["A01", "B01"]
    assert [row.result for row in bring(*order)] == [Result.UNCHANGED] * 2


def test_replacing_a_page_leaves_the_other_one_of_its_number_alone() -> None:
    bring("A01", "B01")
    before = list(Article.objects.filter(page__label="A01").values_list("pk", "headline", "body"))
    text = (TRIALS / "B01.txt").read_text("utf-8").replace("夜深了", "夜深人静")
    (refused,) = bring("B01", text=text)
    assert (refused.result, refused.ask) == (Result.REFUSED, "replace")
    (done,) = bring("B01", text=text, replace=True)
    assert done.result == Result.REPLACED
    after = list(Article.objects.filter(page__label="A01").values_list("pk", "headline", "body"))
    assert before == after


def test_no_advice_to_replace_is_given_where_another_page_holds_the_place() -> None:
    make_page(make_issue("2025-06-20", publication=make_publication("北溪报")), 1, "别的文字")
    (refused,) = bring("A01", replace=True)
    assert (refused.result, refused.ask) == (Result.REFUSED, "")
    assert "replace" not in refused.message
    assert "A01" in refused.message
    assert labels() == ["1"]


@pytest.mark.parametrize("name", ["folio-comb", "comb2"])
def test_a_double_spread_is_one_page(name: str) -> None:
    bring(name)
    assert labels() == ["4-5"]


@pytest.mark.parametrize("other", ["4", "5"])
def test_a_double_spread_takes_the_place_of_none_of_its_pages(other: str) -> None:
    bring("page", text=(TRIALS / "comb2.txt").read_text("utf-8").replace("04·05", f"第{other}版"))
    (refused,) = bring("comb2", replace=True)
    assert (refused.result, labels()) == (Result.REFUSED, [other])


def test_a_page_of_a_double_spread_does_not_come_beside_it() -> None:
    bring("comb2")
    text = (TRIALS / "comb2.txt").read_text("utf-8").replace("04·05", "第5版")
    (refused,) = bring("page", text=text, replace=True)
    assert (refused.result, labels()) == (Result.REFUSED, ["4-5"])


@pytest.mark.parametrize(("name", "target"), [("B02", "B02"), ("jump-comb", "4-5")])
def test_a_jump_keeps_the_label_it_names(name: str, target: str) -> None:
    bring(name)
    assert Article.objects.order_by("order").last().jump_to == target  # type: ignore[union-attr]


def test_the_command_takes_a_label_for_what_prints_none(tmp_path: Path) -> None:
    make_publication("北溪报")
    text = (TRIALS / "B01.txt").read_text("utf-8").replace("B01版 副刊\n", "")
    (tmp_path / "page.txt").write_text(text, "utf-8")
    call_command("import_pages", str(tmp_path), page="B03", verbosity=0)
    assert labels() == ["B03"]
    with pytest.raises(CommandError, match="no page"):
        call_command("import_pages", str(tmp_path), "--page", "多少", verbosity=0)


def test_the_name_of_a_file_tells_a_label(tmp_path: Path) -> None:
    make_publication("北溪报")
    text = (TRIALS / "B01.txt").read_text("utf-8").split("\n", 2)[2]
    (tmp_path / "20250620_B04.txt").write_text(text, "utf-8")
    call_command("import_pages", str(tmp_path), verbosity=0)
    assert labels() == ["B04"]


@pytest.mark.parametrize(
    ("printed", "label", "place"),
    [
        ("第02版", "2", 2),
        ("十二", "12", 12),
        ("A01", "A01", 1),
        ("b 2", "B2", 102),
        ("T01", "T01", 1901),
        ("04·05", "4-5", 4),
        ("A04-A05", "A04-05", 4),
        ("2-6", "2", 2),
        ("版", "", None),
        ("0", "", None),
    ],
)
def test_a_label_is_written_in_one_form(printed: str, label: str, place: int | None) -> None:
    assert (label_of(printed), place_of(label)) == (label, place)


def published_pages(*names: str) -> None:
    issue = make_issue()
    for name in names:
        page = make_page(issue, place_of(name) or 0, label=name)
        make_story(page, published=True, headline=f"{name}的标题")


def test_a_page_has_one_address_and_what_it_also_goes_by_leads_there(client: Client) -> None:
    published_pages("A01", "B01", "4-5")
    for label in ("A01", "B01", "4-5"):
        answer = client.get(f"/issues/2025-06-13/{label}/")
        assert answer.status_code == 200
        assert f"第{label}版" in answer.text
    for old, new in [("1", "A01"), ("01", "A01"), ("B1", "B01"), ("4", "4-5"), ("5", "4-5")]:
        answer = client.get(f"/issues/2025-06-13/{old}/")
        assert (answer.status_code, answer["Location"]) == (301, f"/issues/2025-06-13/{new}/")
    assert client.get("/issues/2025-06-13/B02/").status_code == 404


def test_pages_are_turned_and_jumps_lead_by_labels(client: Client) -> None:
    published_pages("A01", "B01")
    story = Article.objects.get(page__label="A01")
    Article.objects.filter(pk=story.pk).update(jump_to="B01")
    for address in ("/issues/2025-06-13/A01/", f"/articles/{story.pk}/"):
        assert '<a href="/issues/2025-06-13/B01/">下转第B01版</a>' in client.get(address).text
    text = client.get("/issues/2025-06-13/").text
    assert text.index("第A01版") < text.index("第B01版")


def test_a_page_added_by_hand_is_named_by_its_label(client: Client) -> None:
    issue = make_issue()
    client.force_login(make_user("editor", "add_page", "view_page", "change_page", "view_issue"))
    client.post("/admin/issues/page/add/", {"issue": issue.pk, "label": "B02", "name": "副刊"})
    assert Page.objects.values_list("number", "label").get() == (102, "B02")
    answer = client.post("/admin/issues/page/add/", {"issue": issue.pk, "label": "B2"})
    assert answer.status_code == 200
    assert Page.objects.count() == 1


@pytest.mark.parametrize(("place", "label"), [(2, "2"), (102, "B02"), (1901, "T01")])
def test_a_place_is_called_as_its_page_usually_is(place: int, label: str) -> None:
    assert usual_label(place) == label
    assert place_of(label) == place
