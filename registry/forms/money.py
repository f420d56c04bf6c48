"""Forms of a line's money: what is approved from each source, a movement, its correction."""

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField

from registry.forms.base import Form, choice_field, day_field, lazy, text_field, whole_field
from registry.forms.entry import CHOOSE
from registry.messages import N_
from registry.models.money import KINDS, METHODS, SOURCES, Money

AMOUNT = N_("Số tiền (đồng)")
MOVEMENT = ("kind", "source", "on_date", "amount", "method", "number", "note")


def amounts_form(money: Money, typed: Any, amounts: Mapping[str, int]) -> Any:
    """A field for each source; empty where nothing is approved."""
    fields: dict[str, Any] = {source: whole_field(SOURCES[source]) for source in money.sources}
    groups = [(N_("Số tiền được duyệt theo nguồn (đồng)"), money.sources)]
    return type("AmountsForm", (Form,), {**fields, "groups": groups})(typed, data=dict(amounts))


def payment_form(money: Money, typed: Any, data: Mapping[str, Any], correcting: bool = False) -> Any:
    """A movement; of a correction also why, and whether it never was."""
    fields: dict[str, Any] = {
        "kind": choice_field(N_("Loại"), _of(KINDS, money.kinds), required=True, empty=CHOOSE),
        "source": choice_field(N_("Nguồn"), _of(SOURCES, money.sources), required=True, empty=CHOOSE),
        "on_date": day_field(N_("Ngày"), required=True),
        "amount": whole_field(AMOUNT, required=True),
        "method": choice_field(N_("Hình thức"), METHODS, empty=CHOOSE),
        "number": text_field(N_("Số chứng từ"), 60),
        "note": text_field(N_("Ghi chú"), 500, multiline=True),
    }
    groups: list[Any] = [(N_("Khoản chi, thu"), MOVEMENT)]
    if correcting:
        fields["never"] = BooleanField(lazy(N_("Khoản này không có thật: chỉ ghi bút toán ngược, không ghi lại")))
        fields["reason"] = text_field(N_("Lý do đính chính"), 500, required=True)
        groups.append((N_("Đính chính"), ("never", "reason")))
    return type("PaymentForm", (Form,), {**fields, "groups": groups})(typed, data=dict(data))


def _of(names: Mapping[str, str], codes: tuple[str, ...]) -> dict[str, str]:
    return {code: names[code] for code in codes}
