import copy

import pytest

from registry.messages import N_, Message, Problem, Problems


def test_a_marked_text_stays_as_it_is() -> None:
    assert N_("Hộ nghèo") == "Hộ nghèo"


def test_a_message_reads_as_its_sentence_with_the_values() -> None:
    message = Message("Mã hộ %(code)s đã có.", code="HH-000123")
    assert str(message) == "Mã hộ HH-000123 đã có."
    assert (message.text, message.values) == ("Mã hộ %(code)s đã có.", {"code": "HH-000123"})


def test_a_message_without_values_may_hold_a_percent_sign() -> None:
    assert str(Message("Đạt 100% kế hoạch")) == "Đạt 100% kế hoạch"


def test_a_value_may_bear_any_name() -> None:
    assert str(Message("%(text)s, %(self)s", text="a", self="b")) == "a, b"


def test_a_message_cannot_be_changed_and_equal_ones_are_equal() -> None:
    message = Message("a %(b)s", b=1)
    with pytest.raises(AttributeError):
        message.text = "khác"  # type: ignore[misc]
    assert {message} == {Message("a %(b)s", b=1)}
    assert message != Message("a %(b)s", b=2)


def test_a_problem_names_its_field_and_reads_as_its_sentence() -> None:
    problem = Problem("code", Message("Mã hộ %(code)s đã có.", code="HH-1"))
    assert (problem.field, str(problem)) == ("code", "Mã hộ HH-1 đã có.")


def test_problems_come_together_in_order() -> None:
    first, second = Problem("name", Message("Thiếu tên.")), Problem("birth", Message("Thiếu năm sinh."))
    problems = Problems([first, second])
    assert problems.problems == (first, second)
    assert str(problems) == "Thiếu tên. Thiếu năm sinh."


def test_problems_survive_being_copied() -> None:
    twin = copy.deepcopy(Problems([Problem("name", Message("Thiếu %(what)s.", what="tên"))]))
    assert [(each.field, str(each)) for each in twin.problems] == [("name", "Thiếu tên.")]
