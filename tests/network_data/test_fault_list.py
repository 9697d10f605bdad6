"""The 90 faults of the network data: where each is tested, or why it cannot happen here.

The numbers are those of the fault list: network 1–11, protocol 12–31, payload 32–44, semantic
45–57, disk 58–71, clock 72–76, concurrency 77–84, process 85–90.
"""

import ast
import functools
from collections.abc import Mapping
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent
FAULTS = range(1, 91)
REASONS: Mapping[int, str] = {
    21: "Tomorrow's power price is not asked of a provider; power prices are a file or a number.",
    42: "Power prices by the hour or quarter come as files; tests/imports has their clock changes.",
    43: "N2EX rows are of Elexon's market index, which is not asked; a file's rows are the user's.",
}
TESTS: Mapping[int, tuple[str, ...]] = {
    1: (
        "test_faults_network.py::test_an_unreachable_provider_is_replaced",
        "test_faults_network.py::test_an_outage_leaves_the_last_values",
        "test_faults_network.py::test_a_second_difficulty_is_not_held_up",
        "test_faults_network.py::test_a_second_height_is_found_in_time",
    ),
    2: (
        "test_faults_network.py::test_an_unreachable_provider_is_replaced",
        "test_faults_network.py::test_an_outage_leaves_the_last_values",
        "test_faults_network.py::test_a_second_difficulty_is_not_held_up",
        "test_faults_network.py::test_a_second_height_is_found_in_time",
    ),
    3: (
        "test_faults_network.py::test_an_outage_leaves_the_last_values",
        "test_faults_network.py::test_a_timeout_is_not_tried_again",
        "test_faults_network.py::test_silence_of_all_ends_in_twelve_seconds",
    ),
    4: (
        "test_faults_network.py::test_an_outage_leaves_the_last_values",
        "test_faults_network.py::test_a_timeout_is_not_tried_again",
        "test_faults_network.py::test_silence_of_all_ends_in_twelve_seconds",
    ),
    5: ("test_wire.py::test_dripped_headers_are_cut",),
    6: ("test_wire.py::test_a_dripped_body_is_cut",),
    7: (
        "test_faults_network.py::test_a_reset_is_tried_once_more",
        "test_faults_network.py::test_resets_for_good_go_to_the_second_source",
        "test_faults_network.py::test_a_reset_within_tls_is_no_certificate_problem",
        "test_wire.py::test_a_broken_connection_is_no_answer",
    ),
    8: (
        "test_faults_network.py::test_a_certificate_problem_is_said_and_not_tried_again",
        "test_faults_network.py::test_certificates_are_always_checked",
        "test_faults_network.py::test_a_reset_within_tls_is_no_certificate_problem",
    ),
    9: ("test_faults_network.py::test_a_first_start_offline_shows_the_built_in_day",),
    10: (
        "test_faults_network.py::test_back_online_everything_is_live",
        "test_faults_network.py::test_back_online_health_is_well_again",
    ),
    11: (
        "test_faults_network.py::test_an_unreachable_proxy_is_named_by_its_host",
        "test_faults_network.py::test_a_proxy_variable_without_sense_is_said",
        "test_faults_network.py::test_a_host_past_the_proxy_does_not_blame_it",
    ),
    12: ("test_faults_protocol.py::test_a_short_wait_is_waited_once",),
    13: (
        "test_faults_protocol.py::test_a_long_wait_is_a_pause",
        "test_faults_protocol.py::test_the_first_notice_says_until_when",
    ),
    14: ("test_faults_protocol.py::test_a_date_to_wait_for",),
    15: (
        "test_faults_protocol.py::test_without_a_sensible_wait_the_pause_is_a_minute",
        "test_faults_protocol.py::test_an_endless_wait_is_six_hours",
    ),
    16: (
        "test_faults_protocol.py::test_a_limit_with_status_200_is_a_limit",
        "test_faults_protocol.py::test_errors_of_the_documents_are_known",
    ),
    17: (
        "test_faults_protocol.py::test_a_rejected_key_is_said_and_not_shown",
        "test_faults_protocol.py::test_without_a_key_none_is_rejected",
        "test_faults_protocol.py::test_no_answer_brings_a_key_to_light",
        "test_faults_protocol.py::test_no_outage_brings_a_key_to_light",
    ),
    18: (
        "test_faults_protocol.py::test_what_is_not_in_the_plan_is_said",
        "test_faults_protocol.py::test_a_history_beyond_the_plan_is_of_the_second_source",
    ),
    19: ("test_faults_protocol.py::test_a_firewall_page_pauses_a_quarter_of_an_hour",),
    20: ("test_faults_protocol.py::test_an_endpoint_that_is_gone_is_said",),
    22: ("test_faults_protocol.py::test_a_passing_server_fault_is_not_noticed",),
    23: (
        "test_faults_concurrency.py::test_a_provider_that_is_dead_for_weeks_does_not_stop_the_others",
        "test_faults_network.py::test_a_second_difficulty_is_not_held_up",
        "test_faults_network.py::test_a_second_height_is_found_in_time",
        "test_faults_protocol.py::test_a_server_fault_for_good_ends_after_few_tries",
    ),
    24: ("test_faults_protocol.py::test_a_redirect_is_not_followed",),
    25: (
        "test_faults_protocol.py::test_a_foreign_host_never_gets_a_request_or_a_key",
        "test_faults_protocol.py::test_no_answer_brings_a_key_to_light",
    ),
    26: (
        "test_faults_protocol.py::test_an_unexpected_answer_of_one_goes_to_the_next",
        "test_faults_protocol.py::test_an_unexpected_answer_of_all_keeps_the_last",
    ),
    27: (
        "test_faults_protocol.py::test_an_unexpected_answer_of_one_goes_to_the_next",
        "test_faults_protocol.py::test_an_unexpected_answer_of_all_keeps_the_last",
    ),
    28: (
        "test_faults_protocol.py::test_an_unexpected_answer_of_one_goes_to_the_next",
        "test_faults_protocol.py::test_an_unexpected_answer_of_all_keeps_the_last",
    ),
    29: ("test_wire.py::test_a_flood_is_cut_at_two_megabytes",),
    30: ("test_wire.py::test_a_packed_bomb_is_not_unpacked",),
    31: (
        "test_faults_protocol.py::test_an_unexpected_answer_of_one_goes_to_the_next",
        "test_faults_protocol.py::test_an_unexpected_answer_of_all_keeps_the_last",
        "test_faults_protocol.py::test_a_byte_order_mark_does_no_harm",
    ),
    32: (
        "test_faults_payload.py::test_a_field_that_is_not_there",
        "test_faults_payload.py::test_adjustments_of_another_shape",
        "test_faults_payload.py::test_the_first_source_of_difficulty_is_not_called_the_second",
        "test_faults_payload.py::test_fees_without_a_field_are_the_last",
    ),
    33: (
        "test_faults_payload.py::test_a_field_that_is_not_there",
        "test_faults_payload.py::test_an_optional_null_is_not_noticed",
    ),
    34: (
        "test_faults_payload.py::test_numbers_and_their_texts_are_read_alike",
        "test_faults_payload.py::test_a_ticker_may_give_a_number",
    ),
    35: (
        "test_faults_payload.py::test_what_is_no_finite_number_is_refused",
        "test_faults_payload.py::test_a_plain_text_that_is_no_number_is_refused",
    ),
    36: (
        "test_faults_payload.py::test_a_field_that_is_not_there",
        "test_faults_payload.py::test_adjustments_of_another_shape",
        "test_faults_protocol.py::test_an_unexpected_answer_of_one_goes_to_the_next",
        "test_faults_protocol.py::test_an_unexpected_answer_of_all_keeps_the_last",
    ),
    37: (
        "test_faults_payload.py::test_extra_fields_are_ignored",
        "test_faults_payload.py::test_extra_fields_of_the_second_rates_are_ignored",
        "test_faults_payload.py::test_a_provider_brings_no_words_of_its_own",
    ),
    38: (
        "test_faults_payload.py::test_unsorted_adjustments_give_the_newest",
        "test_faults_payload.py::test_an_unsorted_series_is_sorted_and_the_last_wins",
    ),
    39: (
        "test_faults_payload.py::test_an_empty_series_keeps_the_previous",
        "test_faults_payload.py::test_a_first_empty_series_is_no_history",
    ),
    40: ("test_faults_payload.py::test_gaps_stay_gaps",),
    41: ("test_faults_payload.py::test_scientific_notation_is_read",),
    44: (
        "test_faults_payload.py::test_seconds_and_milliseconds_are_told_apart",
        "test_faults_payload.py::test_times_as_text_are_utc",
        "test_faults_payload.py::test_an_impossible_time_is_refused",
    ),
    45: ("test_faults_semantic.py::test_a_price_that_is_not_above_zero_is_refused",),
    46: (
        "test_faults_semantic.py::test_a_difficulty_of_zero_is_refused",
        "test_faults_semantic.py::test_one_difficulty_of_zero_leaves_the_other",
    ),
    47: (
        "test_faults_semantic.py::test_impossible_fees_are_refused",
        "test_faults_semantic.py::test_the_dead_statistics_are_not_asked",
    ),
    48: (
        "test_faults_semantic.py::test_a_drifted_unit_of_a_known_difficulty_is_refused",
        "test_faults_semantic.py::test_a_drifted_unit_is_refused_at_the_first_start",
        "test_faults_semantic.py::test_a_chart_in_another_unit_is_refused",
    ),
    49: (
        "test_faults_semantic.py::test_another_pair_with_status_200_is_refused",
        "test_faults_semantic.py::test_rates_for_another_base_are_refused",
    ),
    50: ("test_faults_semantic.py::test_a_value_outside_the_band_is_refused",),
    51: (
        "test_faults_semantic.py::test_a_jump_that_a_second_provider_confirms_is_taken",
        "test_faults_semantic.py::test_a_jump_that_nobody_confirms_is_not_taken",
        "test_faults_semantic.py::test_a_lonely_jump_gives_way_to_the_next_provider",
        "test_faults_semantic.py::test_a_confirmed_jump_is_of_the_first_source_though_another_failed",
        "test_faults_semantic.py::test_a_jump_is_measured_by_the_age_of_the_last",
        "test_faults_semantic.py::test_a_rate_that_jumps_needs_a_second_provider",
    ),
    52: ("test_faults_semantic.py::test_two_providers_that_differ_are_both_named",),
    53: (
        "test_faults_semantic.py::test_old_data_with_status_200_are_not_live",
        "test_faults_semantic.py::test_old_data_of_all_are_called_old",
        "test_faults_semantic.py::test_old_data_are_asked_for_again",
        "test_faults_semantic.py::test_old_data_do_not_replace_newer",
    ),
    54: ("test_faults_semantic.py::test_a_time_ahead_is_a_clock_problem",),
    55: (
        "test_faults_semantic.py::test_a_rate_of_the_last_working_day_is_todays",
        "test_faults_semantic.py::test_a_rate_of_a_week_ago_is_old",
    ),
    56: (
        "test_faults_semantic.py::test_a_height_may_go_back_by_six",
        "test_faults_semantic.py::test_a_height_may_not_leap",
        "test_faults_semantic.py::test_a_wrong_first_height_does_not_bar_the_right_ones",
        "test_faults_semantic.py::test_a_height_that_is_none_is_refused",
    ),
    57: (
        "test_faults_semantic.py::test_a_halving_between_two_fetches_is_said",
        "test_faults_semantic.py::test_a_halving_while_offline_is_reckoned",
    ),
    58: ("test_disk.py::test_a_missing_folder_is_made_for_its_owner_alone",),
    59: ("test_disk.py::test_a_folder_that_cannot_be_made_leaves_memory",),
    60: ("test_disk.py::test_a_read_only_folder_still_gives_its_values",),
    61: (
        "test_disk.py::test_a_full_disk_leaves_the_values_live",
        "test_disk.py::test_what_a_full_disk_refused_is_stored_later",
        "test_disk.py::test_a_disk_that_is_full_at_the_end_of_a_transaction_loses_nothing",
    ),
    62: ("test_disk.py::test_a_disk_that_is_full_at_the_start_still_gives_its_values",),
    63: ("test_disk.py::test_a_damaged_cache_is_set_aside",),
    64: ("test_disk.py::test_an_empty_file_is_a_first_start",),
    65: ("test_disk.py::test_one_spoilt_row_costs_one_value",),
    66: (
        "test_disk.py::test_a_planted_pickle_does_not_run",
        "test_disk.py::test_the_reading_of_a_read_only_cache_runs_no_pickle_either",
        "test_disk.py::test_a_row_that_names_a_file_is_refused",
    ),
    67: ("test_disk.py::test_a_row_of_another_schema_is_fetched_anew",),
    68: ("test_disk.py::test_bulk_does_not_push_out_the_last_good_values",),
    69: ("test_disk.py::test_a_cache_locked_by_another_process_does_not_hold_the_start",),
    70: ("test_disk.py::test_a_write_to_a_locked_cache_is_made_up_for",),
    71: ("test_disk.py::test_a_folder_that_is_deleted_is_made_again",),
    72: ("test_faults_clock.py::test_a_jump_by_25_hours_makes_old_and_is_healed",),
    73: (
        "test_faults_clock.py::test_a_clock_that_is_put_back_makes_nothing_young",
        "test_faults_clock.py::test_a_clock_put_back_a_little_is_no_event",
    ),
    74: (
        "test_faults_clock.py::test_a_clock_of_1970_is_noticed",
        "test_faults_clock.py::test_a_clock_that_is_set_right_after_1970_heals",
        "test_faults_clock.py::test_no_height_is_reckoned_from_1970",
    ),
    75: ("test_faults_clock.py::test_the_night_of_the_clock_change_is_like_any_other",),
    76: (
        "test_faults_clock.py::test_the_deadline_is_not_the_wall_clocks",
        "test_faults_clock.py::test_the_deadline_is_the_operators",
    ),
    77: (
        "test_faults_concurrency.py::test_twenty_sessions_make_one_round",
        "test_faults_concurrency.py::test_twenty_offline_make_one_round",
    ),
    78: ("test_processes.py::test_four_processes_make_one_round",),
    79: (
        "test_processes.py::test_the_lease_of_a_dead_process_ends",
        "test_processes.py::test_while_a_dead_process_holds_the_lease_the_last_values_stand",
    ),
    80: (
        "test_faults_concurrency.py::test_a_hammered_button_asks_once",
        "test_faults_concurrency.py::test_after_a_failure_the_button_waits_a_minute",
    ),
    81: (
        "test_faults_concurrency.py::test_without_calls_left_the_cached_values_stay",
        "test_faults_concurrency.py::test_without_calls_left_old_values_say_so",
        "test_faults_concurrency.py::test_a_limit_of_zero_makes_no_call",
        "test_faults_concurrency.py::test_a_single_call_reads_well",
        "test_faults_concurrency.py::test_the_limit_of_an_hour_is_not_todays",
        "test_faults_concurrency.py::test_todays_limit_is_not_tomorrows",
    ),
    82: (
        "test_faults_concurrency.py::test_a_snapshot_never_changes",
        "test_faults_concurrency.py::test_a_value_that_arrives_mid_round_is_seen_with_the_round",
    ),
    83: (
        "test_faults_concurrency.py::test_a_visitor_who_leaves_does_not_end_the_round",
        "test_faults_concurrency.py::test_a_round_that_is_cancelled_gives_its_lease_back",
        "../browser/test_live_data.py::test_the_page_is_usable_while_slow_providers_are_asked",
    ),
    84: (
        "../browser/test_live_data.py::test_the_page_is_usable_while_slow_providers_are_asked",
        "test_wire.py::test_slow_providers_do_not_block_the_loop",
    ),
    85: ("test_processes.py::test_twenty_deaths_while_writing_leave_a_readable_cache",),
    86: ("test_processes.py::test_death_between_fetching_and_storing_leaves_the_older_value",),
    87: ("test_processes.py::test_a_process_that_is_told_to_end_ends",),
    88: ("test_processes.py::test_a_fork_has_a_connection_of_its_own",),
    89: (
        "test_faults_concurrency.py::test_without_keys_all_is_live_and_health_says_keyless",
        "test_faults_concurrency.py::test_with_a_key_health_says_so",
    ),
    90: (
        "test_faults_concurrency.py::test_a_record_of_no_sense_is_an_unknown_one",
        "test_faults_concurrency.py::test_a_provider_that_is_dead_for_weeks_does_not_stop_the_others",
        "test_faults_concurrency.py::test_a_round_of_no_sense_counts_as_none",
        "test_faults_concurrency.py::test_health_that_fails_leaves_the_figures",
    ),
}


def test_every_fault_is_tested_or_has_a_reason():
    """The numbers 1 to 90 are all there, each with tests or with a reason, never both."""
    assert sorted([*TESTS, *REASONS]) == list(FAULTS)
    assert all(reason.endswith(".") for reason in REASONS.values())


@pytest.mark.parametrize("number", TESTS)
def test_the_tests_of_a_fault_exist(number):
    """Each named test stands in the named file and asserts something."""
    assert TESTS[number]
    for named in TESTS[number]:
        file, name = named.split("::")
        path = FOLDER / file
        assert path.is_file(), f"fault {number}: there is no {file}"
        tests = {test.name: test for test in _tests(path)}
        assert name in tests, f"fault {number}: {file} has no test {name!r}"
        checks = [n for n in ast.walk(tests[name]) if isinstance(n, ast.Assert | ast.With)]
        assert checks, f"fault {number}: {name} asserts nothing"


def test_marks_and_table_agree():
    """Every test that says ``@fault(…)`` stands in the table under that number, and no other."""
    marked = {
        (number.value, f"{path.name}::{test.name}")
        for path in FOLDER.glob("test_faults_*.py")
        for test in _tests(path)
        for mark in test.decorator_list
        if isinstance(mark, ast.Call) and isinstance(mark.func, ast.Name)
        if mark.func.id == "fault"
        for number in mark.args
        if isinstance(number, ast.Constant)
    }
    listed = {
        (number, named)
        for number, tests in TESTS.items()
        for named in tests
        if named.startswith("test_faults_")
    }
    assert marked == listed


@functools.cache
def _tests(path: Path) -> list[ast.FunctionDef]:
    """Return the tests of a file, from its source."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef)]
    return [function for function in functions if function.name.startswith("test_")]
