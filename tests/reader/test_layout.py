"""Which story leads and how a page is set."""

from __future__ import annotations

import pytest
from django.db.models import prefetch_related_objects
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from articles.models import Article
from paper.set_forms import hole_price, story_forms
from paper.story_heights import COLUMNS, Measures, Picture, text_columns
from paper.typesetting import choose_lead, set_page
from tests.admin.test_parts import picture
from tests.make import make_page, make_photo, make_story, put_image

Stories = list[Article]


@pytest.mark.looks
class LayoutTests(TestCase):
    def make(self, *lengths: int, kind: str = "news") -> Stories:
        page = make_page()
        return [make_story(page, body="字" * length, kind=kind) for length in lengths]

    def test_the_first_news_story_leads(self) -> None:
        stories = self.make(900, 1000, 300)
        assert choose_lead(stories) == stories[0]

    def test_a_brief_above_the_lead_does_not_lead(self) -> None:
        stories = self.make(100, 1000)
        assert choose_lead(stories) == stories[1]

    def test_a_photo_does_not_lead_while_there_is_news(self) -> None:
        stories = self.make(900, 300)
        stories[0].kind = "photo"
        assert choose_lead(stories) == stories[1]

    def test_a_photo_leads_where_there_is_no_news(self) -> None:
        stories = self.make(0, kind="photo")
        assert choose_lead(stories) == stories[0]

    def test_a_page_of_teasers_has_no_lead(self) -> None:
        stories = self.make(0, 0, kind="teaser")
        assert choose_lead(stories) is None
        assert len(set_page(stories)) == 1

    def test_an_empty_page_is_set_too(self) -> None:
        assert set_page([]) == []

    def test_two_even_stories_under_the_lead_share_the_row(self) -> None:
        rows = set_page(self.make(1000, 900, 900))
        assert [[cell.span for cell in row] for row in rows] == [[4], [2, 2]]

    def test_a_photo_and_the_teasers_may_stand_beside_the_lead(self) -> None:
        lead, photo, teaser = self.make(1100, 0, 0)
        photo.kind = "photo"
        photo.photos.create(order=0, caption="字" * 250)
        teaser.kind = "teaser"
        rows = set_page([lead, photo, teaser])
        assert [[cell.span for cell in row] for row in rows] == [[3, 1]]
        assert rows[0][1].blocks[-1].teasers

    def test_a_lead_with_pictures_shares_its_row(self) -> None:
        stories = self.make(100, 300, 300)
        for order in range(2):
            stories[0].photos.create(order=order, image="lead.jpg", sha256="0" * 64)
        rows = set_page(stories)
        assert rows[0][0].blocks[0].lead
        assert rows[0][0].span in (2, 3)

    def test_a_lead_of_few_lines_stands_beside_its_only_picture(self) -> None:
        stories = self.make(250, 600, 600)
        stories[0].photos.create(order=0, caption="图", image="lead.jpg", sha256="0" * 64)
        rows = set_page(stories)
        assert [[cell.span for cell in row] for row in rows] == [[4], [2, 2]]
        assert [columns for _block, columns in rows[0][0].set_blocks] == [1]

    def test_two_stories_of_few_lines_stand_one_below_the_other(self) -> None:
        """Side by side half of the room below the one without a picture would be empty."""
        lead, other = self.make(60, 100)
        lead.photos.create(order=0, caption="图", image="lead.jpg", sha256="0" * 64)
        assert [[cell.span for cell in row] for row in set_page([lead, other])] == [[4], [4]]

    def test_the_shortest_stands_beside_the_lead_where_it_would_leave_a_hole_below(self) -> None:
        stories = self.make(640, 1150, 77)
        put_image(make_photo(stories[1], "图"), picture(size=(60, 90)))
        rows = set_page(stories)
        assert [[cell.span for cell in row] for row in rows] == [[3, 1], [4]]
        assert rows[0][1].blocks[0].story == stories[2]

    def test_a_short_story_stands_beside_its_picture_where_that_fills_its_row(self) -> None:
        stories = self.make(60, 70, 80, 90)
        put_image(make_photo(stories[3], "图"), picture(size=(60, 90)))
        cells = [cell for row in set_page(stories) for cell in row]
        beside = {
            block.story: form.beside
            for cell in cells
            for block, form in zip(cell.blocks, cell.forms, strict=True)
        }
        assert list(map(beside.get, stories)) == [0, 0, 0, 1]

    def test_a_picture_across_the_page_is_as_wide_as_the_lines_beside_it_are_high(self) -> None:
        shares = []
        for story in self.make(30, 150):
            put_image(make_photo(story, "图"), picture(size=(60, 40)))
            [[cell]] = set_page([story])
            # The second where a sheet has but two columns.
            shares.append((cell.forms[0].share, cell.blocks[0].narrow.share))
        (few, few_narrow), (more, more_narrow) = shares
        assert 4 <= few < more
        assert 4 <= few_narrow < more_narrow

    def test_few_lines_beside_a_picture_are_larger_where_that_fills_its_height(self) -> None:
        types = []
        for story in self.make(60, 100, 170):
            put_image(make_photo(story, "图"), picture(size=(60, 90)))
            _below, beside = story_forms(Measures.of(story), False)[1]
            types.append(beside.type)
        assert types == sorted(types, reverse=True)
        assert types[0] > types[-1] == 0

    def test_a_picture_is_smaller_where_two_halves_then_end_near_each_other(self) -> None:
        stories = self.make(100, 90)
        for story, size in zip(stories, ((60, 60), (60, 90)), strict=True):
            put_image(make_photo(story, ""), picture(size=size))
        [[left, right]] = set_page(stories)
        assert left.half
        assert right.half
        assert (left.small, right.small) == (False, True)

    def test_what_a_stack_leaves_empty_costs_less_than_a_hole_below_one_story(self) -> None:
        assert hole_price(40, parts=2) < hole_price(40)
        assert hole_price(3, parts=2) == hole_price(3)

    def test_two_short_stories_with_a_picture_share_a_sheet_of_two_columns(self) -> None:
        stories = self.make(1200, 60, 60)
        for story in stories[1:]:
            put_image(make_photo(story, "图"), picture(size=(60, 60)))
        rows = set_page(stories)
        assert [[cell.span for cell in row] for row in rows] == [[4], [2, 2]]
        assert [cell.half for cell in rows[1]] == [True, True]

    def test_a_box_of_one_teaser_is_not_stretched_over_the_page(self) -> None:
        *stories, teaser = self.make(300, 60, 1000, 700, 0)
        teaser.kind = "teaser"
        for count in range(1, 5):
            for row in set_page([*stories[:count], teaser]):
                for cell in row:
                    assert cell.span < 3 or not any(block.teasers for block in cell.blocks)

    def test_of_two_narrow_cells_the_one_that_would_end_far_below_the_other_is_deep(self) -> None:
        stories = self.make(1000, 800, 350, 200)
        photo = make_photo(stories[3], "图")
        for size, expected in (((60, 60), [False, True]), ((120, 60), [False, False])):
            put_image(photo, picture(size=size))
            rows = set_page(stories)
            assert [[cell.span for cell in row] for row in rows] == [[4], [2, 1, 1]]
            assert [cell.deep for cell in rows[1][1:]] == expected

    def test_several_pictures_of_a_short_text_stand_side_by_side_above_it(self) -> None:
        short, long = self.make(150, 1500)
        for story in (short, long):
            for _ in range(3):
                put_image(make_photo(story, "图"), picture(size=(60, 90)))
        measures = Measures.of(short)
        one, two, *_ = (forms[0] for forms in story_forms(measures, False))
        assert measures.abreast
        assert not Measures.of(long).abreast
        assert two.height < one.height / 2
        assert text_columns(measures, 2) == 2

    def test_a_picture_that_is_missing_stands_beside_no_other(self) -> None:
        (story,) = self.make(150)
        put_image(make_photo(story, "图"), picture(size=(60, 90)))
        make_photo(story, "图")
        assert not Measures.of(story).abreast

    def test_the_last_column_beside_a_high_picture_is_not_nearly_empty(self) -> None:
        portrait, text = Picture(1.5, 16), (107, 243, 119, 81)
        assert text_columns(Measures(10, 1, text, (portrait,)), 4) < 4
        assert text_columns(Measures(10, 1, (*text, 200), (portrait,)), 4) == 4

    def test_a_lead_of_few_lines_stands_across_the_page_before_two_others(self) -> None:
        stories = self.make(100, 120, 120)
        put_image(make_photo(stories[0], "图"), picture(size=(60, 40)))
        for story in stories[1:]:
            for _ in range(2):
                put_image(make_photo(story, "图"), picture(size=(60, 90)))
        assert [[cell.span for cell in row] for row in set_page(stories)] == [[4], [2, 2]]

    def test_a_lead_with_a_picture_and_nothing_else_takes_the_page(self) -> None:
        stories = self.make(900)
        stories[0].photos.create(order=0, image="lead.jpg", sha256="0" * 64)
        assert [[cell.span for cell in row] for row in set_page(stories)] == [[4]]

    @given(
        st.lists(st.tuples(st.sampled_from(Article.Kind.values), st.integers(0, 3000)), max_size=12)
    )
    def test_every_story_is_set_once_and_every_row_is_full(
        self, kinds: list[tuple[str, int]]
    ) -> None:
        page = make_page()
        stories = Article.objects.bulk_create(
            Article(page=page, order=order, kind=kind, body="字" * length)
            for order, (kind, length) in enumerate(kinds)
        )
        prefetch_related_objects(stories, "bylines", "photos")
        rows = set_page(stories)
        assert all(sum(cell.span for cell in row) == COLUMNS for row in rows)
        placed = [s for row in rows for cell in row for block in cell.blocks for s in block.stories]
        assert sorted(story.pk for story in placed) == [story.pk for story in stories]
