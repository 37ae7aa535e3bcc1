"""Publication days in the table of papers."""

from __future__ import annotations

import datetime as dt

import pytest

from issues.models import Publication
from tables.cells import CellRefused
from tables.issue_tables import PublicationResource
from tests.make import make_publication
from tests.tables.helpers import export, take

pytestmark = pytest.mark.django_db


def test_the_days_of_a_paper_become_what_the_cells_say() -> None:
    paper = make_publication("某报")
    paper.patterns.create(valid_from=dt.date(2020, 1, 6), weekdays="24")
    exceptions = "2025-05-04 extra；2025-05-02 closed 休\\；刊"
    table = f"name,patterns,exceptions\n某报,2024-01-01 135,{exceptions}\n"
    assert not take("publications", table.encode(), "csv").has_errors()
    assert list(paper.patterns.values_list("valid_from", "weekdays")) == [
        (dt.date(2024, 1, 1), "135")
    ]
    assert list(paper.exceptions.values_list("date", "kind", "note")) == [
        (dt.date(2025, 5, 2), "closed", "休；刊"),
        (dt.date(2025, 5, 4), "extra", ""),
    ]
    assert "2025-05-02 closed 休\\；刊；2025-05-04 extra".encode() in export("publications", "csv")


def test_a_table_without_these_columns_leaves_the_days_alone() -> None:
    paper = make_publication("某报")
    paper.exceptions.create(date=dt.date(2025, 5, 2))
    assert not take("publications", "name,organ\n某报,县委机关报\n".encode(), "csv").has_errors()
    assert paper.exceptions.count() == 1
    assert Publication.objects.get().organ == "县委机关报"


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("patterns", "2024-01-01 138"),
        ("patterns", "2024-01-01"),
        ("patterns", "2024-01-01 135 自新年起"),
        ("patterns", "2024-13-01 135"),
        ("patterns", "2024-01-01 135；2024-01-01 24"),
        ("exceptions", "2025-05-02 shut"),
        ("exceptions", "五月二日 closed"),
        ("exceptions", "2025-05-02 closed " + "休" * 201),
    ],
)
def test_a_wrong_day_is_refused_with_its_cell(column: str, cell: str) -> None:
    with pytest.raises(CellRefused):
        PublicationResource().columns[column].widget.clean(cell)
