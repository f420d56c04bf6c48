"""What to look at before a person is written: odd numbers, and people who may be the same one."""

from typing import Any

from flask import url_for

from registry.messages import N_, Message
from registry.queries.duplicates import Namesake, possible_duplicates
from registry.web.edit import Doubt

HERE = N_("%(name)s, sinh %(birth)s, đang ở hộ %(code)s của xã này. Nếu là người khác thì vẫn lưu.")
GONE = N_("%(name)s, sinh %(birth)s, từng ở hộ %(code)s của xã này. Nếu là người khác thì vẫn lưu.")
ELSEWHERE = N_("Có một người trùng tên, trùng năm sinh ở %(place)s. Nếu là người khác thì vẫn lưu.")


def person_doubts(form: Any, unit_id: int, household_code: str = "") -> list[Doubt]:
    """Doubts about the person of a form, who is to live in this commune; `household_code` may take in who is known."""
    found = possible_duplicates(form.name.data, form.birth.data.year, unit_id)
    return [
        *(Doubt(text) for text in form.number_doubts),
        *(_doubt(one, household_code) for one in found.here),
        *(Doubt(Message(ELSEWHERE, place=place)) for place in found.elsewhere),
    ]


def _doubt(one: Namesake, household_code: str) -> Doubt:
    text = Message(GONE if one.gone else HERE, name=one.name, birth=one.birth, code=one.household_code)
    if household_code and one.gone:
        admit = url_for("members.admit", code=household_code, person_code=one.person_code)
        return Doubt(text, admit, N_("Là người này: nhận vào hộ"), one.household_code)
    there = url_for("households.show", code=one.household_code)
    return Doubt(text, there, N_("Mở trang hộ"), one.household_code)
