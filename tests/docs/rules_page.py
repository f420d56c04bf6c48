"""docs/rules.md: every rule in the words people read, its basis, and the hand-worked families that prove it."""

from collections.abc import Iterator
from datetime import date

from registry.checks.rules import rules
from registry.kernel.rules import Rule
from registry.registers import register_of
from registry.vn.dates import format_day
from tests.rules.every_case import CASES

HEAD = """# Các quy tắc

Trang này sinh từ mã nguồn (`make rules`), một kiểm thử giữ cho khớp. Mỗi quy tắc là một danh sách điều kiện
cùng phải đúng; từng điều kiện có câu của nó trên trang giải thích. "Gia đình làm tay" là những hộ nhỏ viết ở
`tests/rules` với câu trả lời suy từ luật, không đọc từ chương trình; ✓ là phải tìm ra ai đó, – là trường hợp
sát bên không được tìm ra.
"""
SEVERITIES = {"G": "thiếu (bỏ sót)", "S": "đáng ngờ", "V": "sai phạm"}
SUBJECTS = {"household": "hộ", "person": "người", "entry": "dòng của sổ"}


def page() -> str:
    """The whole page."""
    every = rules().values()
    table = [f"| [{rule.key}](#{rule.key.lower()}) | {rule.title} | {SEVERITIES[rule.severity]} |" for rule in every]
    parts = [HEAD, "| mã | quy tắc | loại |\n|---|---|---|\n" + "\n".join(table) + "\n", *map(_part, every)]
    return "\n".join(parts)


def _part(rule: Rule) -> str:
    return "\n".join([f"## {rule.key}", "", f"**{rule.title}**", "", *_facts(rule), "", *_families(rule), ""])


def _facts(rule: Rule) -> Iterator[str]:
    shown = [register_of(key) for key in rule.reveals]
    registers = ", ".join(one.title for one in shown if one) or "không thuộc sổ nào"
    yield f"- Tìm: {SUBJECTS[rule.subject]}; {SEVERITIES[rule.severity]}; sổ: {registers}."
    yield f"- Căn cứ: {rule.basis}."
    if rule.since or rule.until:
        yield f"- Áp dụng{_day(' từ ', rule.since)}{_day(' đến trước ', rule.until)}."
    yield "- Khi mọi điều sau đều đúng:"
    for node in rule.when:
        yield f"  1. {node.text}"


def _day(word: str, day: date | None) -> str:
    return f"{word}{format_day(day)}" if day else ""


def _families(rule: Rule) -> Iterator[str]:
    yield "Gia đình làm tay:"
    yield ""
    for case in CASES:
        if case.rule == rule.key:
            yield f"- {'✓' if case.finds else '–'} {case.says} ({case.day})"
