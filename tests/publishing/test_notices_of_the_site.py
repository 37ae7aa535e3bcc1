"""What a site must show at its foot is changed like all that readers see: by a proposal."""

from __future__ import annotations

import pytest

from editorial.surroundings import set_fields
from editorial.transitions import NotAllowed
from issues.models import Publication
from tests.make import make_administrator, make_publication, make_story

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["news_licence", "icp_record", "police_record", "report_contact"])
def test_who_has_readers_proposes(name: str) -> None:
    boss, paper = make_administrator(), make_publication()
    assert set_fields(paper, {name: "甲1"}, by=boss)
    make_story(published=True)
    with pytest.raises(NotAllowed):
        set_fields(paper, {name: "乙2"}, by=boss)
    assert getattr(Publication.objects.get(), name) == "甲1"
    assert set_fields(paper, {name: "乙2"}, by=boss, proposal=1)
    assert getattr(Publication.objects.get(), name) == "乙2"
