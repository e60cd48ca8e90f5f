"""Every fault that can be caused on one machine, and the test that causes it with real processes and servers.

What holds in all of them, where messages are concerned, is said by one oracle, `judge` in `yard.py`. The table below is
compared with the tests by `tests/architecture/test_faults.py`. Most run only by `script/test faults`.
"""

# Short names, so that the table can be read.
_HERE, _OUTBOX = "tests/faults/", "tests/outbox/"
SHOWN_BY: dict[str, tuple[str, ...]] = {
    "a sender is killed at any moment, the database crashes": (
        f"{_HERE}test_fast.py::test_some_hundred_messages_three_kills_and_a_crash_of_the_database",
        f"{_HERE}test_kills.py::test_three_thousand_messages_twenty_kills_and_two_crashes_of_the_database",
    ),
    "a sender dies between the answer of the mail server and its own note": (
        f"{_OUTBOX}test_in_time.py::test_who_died_with_a_message_in_hand_is_followed_up_and_the_row_remembers",
        f"{_OUTBOX}test_text_messages.py::"
        "test_a_worker_that_dies_while_a_text_message_goes_leaves_it_in_doubt_for_a_person",
    ),
    "the database is away, or hangs": (
        f"{_HERE}test_kills.py::test_a_database_that_is_away_for_long_is_waited_for",
        f"{_HERE}test_database_away.py::test_the_web_says_plainly_that_the_database_is_away_and_comes_back_by_itself",
        f"{_HERE}test_database_away.py::test_the_web_answers_while_the_database_hangs",
    ),
    "Redis is stopped, comes back empty, or throws away": (
        f"{_HERE}test_redis.py::test_the_web_goes_on_while_redis_is_stopped_and_when_it_is_back_empty",
        f"{_HERE}test_redis.py::test_a_full_redis_lets_nobody_in_uncounted_and_hides_no_page",
        f"{_HERE}test_redis.py::test_messages_go_out_without_redis_and_the_bell_is_heard_again_when_it_is_back",
        f"{_HERE}test_redis.py::test_reminders_are_planned_when_nobody_rings",
    ),
    "Redis hangs": (
        f"{_HERE}test_redis.py::test_nobody_waits_for_redis_longer_than_the_time_outs",
        f"{_HERE}test_redis.py::test_a_page_waits_for_a_silent_redis_once_at_most",
        f"{_HERE}test_redis.py::test_every_page_answers_while_redis_hangs",
        f"{_HERE}test_redis.py::test_ringing_ends_by_itself_where_nobody_hears_it",
    ),
    "two clocks ring, five senders, ten bells at once": (
        f"{_HERE}test_bells.py::test_two_clocks_and_five_senders_send_each_message_once",
        f"{_HERE}test_bells.py::test_ten_rings_at_once_plan_each_occasion_once",
    ),
    "a bell that nobody heard in time": (
        f"{_HERE}test_bells.py::test_a_bell_is_too_old_before_the_next_one_rings",
        f"{_HERE}test_bells.py::test_bells_that_nobody_heard_in_time_are_not_rung_again",
    ),
    "the clock of a machine is days off": (
        f"{_OUTBOX}test_in_time.py::test_the_clock_of_the_worker_decides_nothing",
        f"{_OUTBOX}test_loop.py::test_a_machine_whose_clock_is_off_sends_nothing_and_says_so",
        f"{_HERE}test_bells.py::test_a_machine_whose_clock_is_off_does_nothing_of_what_it_hears",
    ),
    "clocks that change, leap days, somebody who moves": (
        "tests/plans/test_recurrence.py::test_a_reminder_comes_at_the_same_hour_on_the_day_the_clock_changes",
        "tests/plans/test_recurrence.py::test_the_31st_and_the_29th_of_february",
        "tests/networks/test_hours.py::test_who_moves_to_another_clock_keeps_the_own_night",
    ),
    "a mail server that takes some later, and some never": (
        f"{_HERE}test_kills.py::test_a_mail_server_that_takes_some_later_and_some_never",
    ),
    "a mail server that answers too late": (
        f"{_HERE}test_kills.py::test_answers_that_come_too_late_are_doubts_and_end_after_one_more_try",
    ),
    "a slow mail server": (
        f"{_HERE}test_lines.py::test_a_mail_server_of_ten_seconds_a_letter_keeps_nothing_else_waiting",
    ),
    "a mail server that is gone, or lets nobody log in": (
        f"{_OUTBOX}test_ways_out.py::test_a_mail_server_that_is_away_shuts_the_way_and_uses_up_no_try",
        f"{_OUTBOX}test_ways_out.py::test_a_way_that_was_shut_opens_by_itself_and_everything_goes",
    ),
    "the disk is full": (
        f"{_HERE}test_full_disk.py::test_a_full_disk_leaves_nothing_half_done_and_nothing_to_mend",
        f"{_HERE}test_full_disk.py::test_a_change_and_its_message_are_written_together_or_not_at_all",
    ),
    "the machine is out of memory": (f"{_HERE}test_bells.py::test_a_task_whose_process_was_killed_runs_once_more",),
    "a new version comes in": (
        f"{_HERE}test_deploys.py::test_a_sender_of_before_the_newest_change_of_the_database_works_beside_one_of_now",
        f"{_HERE}test_deploys.py::"
        "test_a_kind_that_this_version_does_not_know_waits_for_a_newer_sender_and_stops_nobody",
        f"{_OUTBOX}test_loop.py::test_told_to_stop_it_finishes_the_message_that_goes_out_and_gives_back_the_others",
    ),
    "a message that can't be written, or kills its sender": (
        f"{_OUTBOX}test_deliver.py::test_a_letter_that_fails_does_not_stop_the_others",
        f"{_OUTBOX}test_in_time.py::test_a_message_that_takes_every_worker_down_is_put_aside",
    ),
    "ten thousand messages after a day without a sender": (
        f"{_HERE}test_backlog.py::test_ten_thousand_messages_after_a_day_without_a_sender",
    ),
    "the reader left, was shut out, or the family paused or ended meanwhile": (
        "tests/networks/test_letters.py::test_who_left_is_not_written_to",
        "tests/attacks/test_taken_back_meanwhile.py::test_a_message_that_waited_while_its_reader_was_shut_out",
        "tests/networks/test_pausing.py::test_nothing_goes_out_and_nothing_is_changed",
        f"{_OUTBOX}test_in_time.py::test_a_letter_that_waited_for_a_slow_server_is_asked_for_once_more",
    ),
    "word of a provider comes twice, or in another order": (
        "tests/pages/test_hooks.py::test_what_is_said_twice_is_done_once",
        "tests/pages/test_hooks.py::test_whatever_comes_first_it_ends_the_same",
    ),
    "a line that is slow, breaks in the middle, or goes silent": (
        f"{_HERE}test_lines.py::test_lines_that_are_slow_and_break_in_the_middle",
        f"{_HERE}test_lines.py::test_lines_that_go_silent_while_both_sides_believe_in_them",
        f"{_HERE}test_lines.py::test_a_line_to_the_database_that_breaks_again_and_again",
        f"{_HERE}test_database_away.py::test_a_line_to_a_database_whose_machine_is_gone_is_found_dead_in_a_minute",
    ),
}
