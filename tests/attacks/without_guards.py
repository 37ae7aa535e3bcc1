"""Takes away one guard after the other and runs the attack that it stops: the test must fail.

    python -m tests.attacks.without_guards [WORD]

By hand, when a guard or its test was changed; ``WORD`` chooses among the tests by their names. It
ends with 1 and names each test that passes although its guard is off. What runs in processes of
its own (proxies, disks, backups, kills) is out of its reach.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from contextlib import ExitStack
from typing import Any
from unittest.mock import patch

import pytest
from django.db.models import Q


def nothing(*_args: object, **_options: object) -> None:
    return None


def no(*_args: object, **_options: object) -> bool:
    return False


def yes(*_args: object, **_options: object) -> bool:
    return True


def said_nothing(*_args: object, **_options: object) -> str:
    return ""


def none_of_them(*_args: object, **_options: object) -> list[Any]:
    return []


def approve_unseen(story: Any, *, by: Any, seen: Any) -> None:
    from articles.page_text import PageText
    from reviews import approvals
    from reviews.models import Stage

    approvals.give(story, Stage(story.status), by=by, page=PageText.of(story.page))


def last_editor(user: Any) -> Q:
    return Q(updated_by=user)


def paper_of(page: Any) -> Any:
    return page.issue.publication


def as_django(backend: Any, user: Any) -> Any:
    from django.contrib.auth.backends import ModelBackend

    return ModelBackend._get_group_permissions(backend, user)  # type: ignore[attr-defined]


def kept_as_it_is(token: str) -> str:
    return token[:64]


def with_the_unconfirmed(roles: Any) -> Any:
    return roles.standing()


Off = dict[str, Callable[..., Any]]
UNSEEN: Off = {
    "editorial.gates.approve": approve_unseen,
    "editorial.gates.check_seen": nothing,
}
MISPLACED: Off = {"reviews.approvals.misplaced": no, "reviews.approvals.missing_for": said_nothing}
AUTHORS: Off = {"reviews.separation.written_by": last_editor}
ROWS: Off = {"archive.verification.check_rows": none_of_them}
TOLD: Off = {"archive.verification.check_told": none_of_them}
COUNTING: Off = {"accounts.models.RoleGrantQuerySet.counting": with_the_unconfirmed}
OFFICES: Off = {"accounts.grants._check_offices": nothing}
ROLES: Off = {"accounts.grants._check_may": nothing}
ASSENT: Off = {"editorial.assent.why_not_approve": said_nothing}
STALE: Off = {"editorial.proposals.why_stale": said_nothing}
# Each test with what is taken away from it, under the address that the code calls.
GUARDS: dict[str, dict[str, Off]] = {
    "reviews/test_seen.py": {
        "test_an_old_form_does_not_approve_a_story_that_came_later": UNSEEN,
        "test_a_form_without_hashes_approves_nothing_and_names_each_story": UNSEEN,
        "test_the_hash_of_another_story_or_page_stands_for_none": UNSEEN,
    },
    "reviews/test_review_pages.py": {
        "test_nothing_is_approved_that_no_listing_showed": UNSEEN,
        "test_what_is_known_of_a_page_is_confirmed_before_it_is_submitted": {
            "editorial.gates.check_asked": nothing
        },
    },
    "reviews/test_place.py": {
        "test_a_change_round_the_text_voids_what_was_approved": MISPLACED,
        "test_a_change_past_the_functions_is_found_when_it_is_published": MISPLACED,
        "test_a_signed_off_story_does_not_go_to_another_day_s_public_page": MISPLACED,
    },
    "reviews/test_authors.py": {
        "test_who_pasted_the_page_reviews_none_of_it": AUTHORS,
        "test_who_brought_a_table_in_reviews_none_of_its_stories": AUTHORS,
        "test_who_brought_the_page_is_the_author_also_where_the_story_stands_now": AUTHORS,
        "test_an_author_stays_one_when_another_changes_something_after_him": AUTHORS,
    },
    "reviews/test_questions.py": {
        "test_a_click_alone_settles_no_question_of_fact": {
            "findings.models.Finding.weight": nothing
        },
        "test_what_is_known_of_a_page_is_asked_before_it_is_submitted": {
            "editorial.gates.check_asked": nothing
        },
    },
    "accounts/test_roles_count.py": {
        "test_a_role_counts_when_a_second_person_has_confirmed_it": COUNTING,
        "test_a_reviewer_who_waits_approves_nothing_and_is_offered_nothing": COUNTING,
        "test_membership_in_a_group_gives_nothing": {
            "accounts.backends.RolesThatCount._get_group_permissions": as_django
        },
    },
    "accounts/test_offices.py": {
        "test_nobody_is_given_an_office_beside_another_or_beside_publishing": OFFICES,
        "test_of_two_roles_that_were_asked_for_at_once_only_one_is_confirmed": OFFICES,
        "test_two_offices_in_one_hand_count_for_nothing": COUNTING,
    },
    "accounts/test_passwords.py": {
        "test_who_takes_an_account_over_reviews_nothing_with_it_and_is_seen": {
            "accounts.passwords.suspend": none_of_them
        },
        "test_a_link_that_has_ended_sets_nothing": {"accounts.models.PasswordLink.is_open": yes},
        "test_the_link_is_kept_nowhere": {"accounts.passwords._hash": kept_as_it_is},
    },
    "accounts/test_second_factor.py": {
        "test_sessions_that_showed_no_code_end": {"accounts.second_factor._end_sessions": nothing},
        "test_a_lost_one_is_removed_by_an_administrator_and_the_roles_wait_again": {
            "accounts.second_factor.suspend": none_of_them
        },
    },
    "accounts/test_rules.py": {
        "test_a_second_person_agrees_and_both_stand_in_the_record": {
            "reviews.review_rules._record": nothing
        },
        "test_who_agrees_agrees_to_what_was_there": {
            "reviews.review_rules._given": nothing,
            "reviews.review_rules._before": nothing,
        },
    },
    "publishing/test_preview_links.py": {
        "test_a_link_dies_with_the_role_of_its_maker_and_not_with_his_account": {
            "paper.preview_views.is_open": yes
        },
        "test_a_look_at_a_photo_is_in_the_log_too": {"paper.preview_views.note_view": nothing},
    },
    "attacks/test_proxy.py": {
        "test_the_client_stands_as_many_places_from_the_end_as_there_are_proxies": {
            "tests.attacks.test_proxy.client_address": lambda request: request.META["REMOTE_ADDR"]
        },
    },
    "attacks/test_hostile_files.py": {
        "test_a_table_with_one_cell_far_away_is_refused_at_once": {
            "tables.sheets._extent": lambda _data: (1, 1)
        },
        "test_an_import_follows_no_link_out_of_its_folder": {
            "pathlib.PurePath.is_relative_to": yes
        },
    },
    "keeping/test_falsified.py": {
        "": ROWS,
    },
    "keeping/test_other_rows.py": {
        "": ROWS,
    },
    "keeping/test_told.py": {
        "test_a_row_that_is_gone_or_changed_is_named": {**ROWS, **TOLD},
    },
    "publishing/test_heads.py": {
        "test_a_log_that_was_cut_off_has_not_that_head": {
            "archive.verification.check_since": none_of_them
        },
    },
    "reviews/test_proposals.py": {
        "test_a_publisher_alone_puts_no_other_text_before_readers_as_a_repair": {
            "editorial.proposals.nearness": nothing
        },
        "test_who_proposed_it_approves_it_at_no_stage_and_nobody_twice": ASSENT,
        "test_of_two_proposals_the_second_is_refused_with_a_sentence_and_kept": STALE,
        "test_a_proposal_round_the_text_is_refused_when_something_else_stands_there": STALE,
        "test_what_was_decided_cannot_be_rewritten_unseen": {
            "archive.verification.check_proposals": none_of_them,
            **ROWS,
            **TOLD,
        },
        "test_a_text_that_changed_before_its_readers_past_all_proposals_is_named": {
            "archive.verification.check_proposals": none_of_them,
            **ROWS,
        },
    },
}
TESTS = {f"{file}::{test}": off for file, tests in GUARDS.items() for test, off in tests.items()}
PROPERTIES = ("accounts.models.PasswordLink.is_open", "findings.models.Finding.weight")


class WithoutGuards:
    """Runs each test with its guard off, and keeps how many of its cases passed and failed."""

    def __init__(self) -> None:
        self.passed: dict[str, int] = {}
        self.failed: dict[str, int] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> Generator[None, Any, Any]:
        name = next(row for row in TESTS if f"tests/{row}" in pyfuncitem.nodeid)
        with ExitStack() as off:
            for target, instead in TESTS[name].items():
                held = property(instead) if target in PROPERTIES else instead
                off.enter_context(patch(target, held))
            try:
                yield
            except (Exception, pytest.fail.Exception) as error:
                self.failed[name] = self.failed.get(name, 0) + 1
                print(f"{pyfuncitem.name}: {type(error).__name__}")  # noqa: T201
            else:
                self.passed[name] = self.passed.get(name, 0) + 1
                print(f"{pyfuncitem.name}: PASSES WITHOUT ITS GUARD")  # noqa: T201
        return True


def main(words: list[str]) -> int:
    """Run what the words choose; return 1 when a test has not seen that its guard was off."""
    seen = WithoutGuards()
    chosen = [row for row in TESTS if all(word in row for word in words)]
    nodes = [f"tests/{row.removesuffix('::')}" for row in chosen]
    options = ("-q", "-p", "no:cacheprovider", "-s", "--no-header")
    pytest.main([*options, *nodes], plugins=[seen])
    blind = [row for row in chosen if not seen.failed.get(row)]
    print(f"{len(chosen) - len(blind)} of {len(chosen)} tests fail without their guard.")  # noqa: T201
    for row in blind:
        print(f"passes without its guard: {row}")  # noqa: T201
    return bool(blind)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
