"""What to look at before a person is written: odd numbers, and people who may be the same one. Who lives in another
commune is not named; that commune can be asked to hand the household over."""

from typing import Any

from flask import url_for

from registry.messages import N_, Message
from registry.queries.duplicates import Namesake, Outside, bearers_elsewhere, living_elsewhere, possible_duplicates
from registry.web.edit import Doubt
from registry.web.told import remember_told

HERE = N_("%(name)s, sinh %(birth)s, đang ở hộ %(code)s của xã này. Nếu là người khác thì vẫn lưu.")
GONE = N_("%(name)s, sinh %(birth)s, từng ở hộ %(code)s của xã này. Nếu là người khác thì vẫn lưu.")
ELSEWHERE = N_("Có một người trùng tên, trùng năm sinh ở %(place)s. Nếu là người khác thì vẫn lưu.")

BORNE = N_("Số này đã ghi cho một người ở %(place)s. Hãy đối chiếu giấy tờ.")
LIVES = N_("Người này đang ở một hộ của %(place)s, nên chưa nhận được: xã ấy cần ghi rời hộ, hoặc chuyển cả hộ.")
ASK = N_("Đề nghị %(place)s chuyển hộ")


def person_doubts(form: Any, unit_id: int, household_code: str = "") -> list[Doubt]:
    """Doubts about the person of a form, who is to live in this commune; `household_code` may take in who is known."""
    found = possible_duplicates(form.name.data, form.birth.data.year, unit_id)
    return [
        *(Doubt(text) for text in form.number_doubts),
        *(_doubt(one, household_code) for one in found.here),
        *number_doubts(form.number.data, unit_id),
        *(_elsewhere(ELSEWHERE, one, unit_id) for one in found.elsewhere),
    ]


def number_doubts(number: str | None, unit_id: int, person_id: int = 0) -> list[Doubt]:
    """People of other communes who bear a number typed for somebody of this one."""
    return [_elsewhere(BORNE, one, unit_id) for one in bearers_elsewhere(number or "", person_id)]


def admission_doubts(person_code: str, unit_id: int) -> list[Doubt]:
    """That who is to be taken in still belongs to a household of another commune."""
    found = living_elsewhere(person_code)
    return [_elsewhere(LIVES, found, unit_id)] if found else []


def _elsewhere(text: str, one: Outside, unit_id: int) -> Doubt:
    told = Message(text, place=one.place)
    if not one.person_code:
        return Doubt(told, outside=one.household_code)
    ask = url_for("handovers.ask", told=remember_told(one.person_code, unit_id))
    return Doubt(told, ask, Message(ASK, place=one.place), outside=one.household_code)


def _doubt(one: Namesake, household_code: str) -> Doubt:
    text = Message(GONE if one.gone else HERE, name=one.name, birth=one.birth, code=one.household_code)
    if household_code and one.gone:
        admit = url_for("members.admit", code=household_code, person_code=one.person_code)
        return Doubt(text, admit, N_("Là người này: nhận vào hộ"), one.household_code)
    there = url_for("households.show", code=one.household_code)
    return Doubt(text, there, N_("Mở trang hộ"), one.household_code)
