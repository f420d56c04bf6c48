"""How cells of departmental lists are read: names, births, sexes, kinship, numbers, classes, days (domain.md §8)."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from registry.inputs.targets import Parsed
from registry.messages import N_, Message
from registry.models.household import RELATIONSHIPS
from registry.models.household_period import CLASSES, OFFICIAL_CLASS_CODES
from registry.vn import lexicon
from registry.vn.clean import clean, strip_invisible
from registry.vn.dates import PartialDate, format_partial, parse_birth, parse_day
from registry.vn.fold import fold
from registry.vn.ids import FEMALE, MALE, guess_kind, normalise_number
from registry.vn.numbers import format_hundredths, parse_percent

EPOCH = date(1899, 12, 30)
"""The day a spreadsheet counts as 0."""
YEARS = range(1900, 2101)
SHOWN, LISTED = 40, 30
ONE = 100
"""A whole percent in hundredths."""
PARTS = re.compile(r"\s*[,;/+–-]\s*|\s+v[a\u00e0]\s+", re.IGNORECASE)

SEXES = {**dict.fromkeys(lexicon.MALE_WORDS, MALE), **dict.fromkeys(lexicon.FEMALE_WORDS, FEMALE)}
_KIN = {word: code for code, spoken in lexicon.KIN.items() for word in spoken}
_KIN |= {label.lower(): code for code, label in RELATIONSHIPS.items()} | {code: code for code in RELATIONSHIPS}
_KIN_FOLDED = {fold(word): code for word, code in _KIN.items() if word not in lexicon.AMBIGUOUS_WITHOUT_MARKS}
_CLASS_WORDS = {
    **{fold(label): key for key, label in CLASSES.items()},
    **{fold(label).removeprefix("ho "): key for key, label in CLASSES.items()},
    **{code.lower(): key for key, code in OFFICIAL_CLASS_CODES.items()},
    **{key: key for key in CLASSES},
    **lexicon.CLASS_WORDS,
}


def tidy(text: str) -> str:
    """A cell as one line of clean text: unlike a form, a file's invisible characters are taken out."""
    return clean(strip_invisible(text))


def read_text(text: str) -> Parsed:
    """Any text, tidied."""
    return Parsed(tidy(text) or None)


def read_name(text: str) -> Parsed:
    """A name as written, capitals kept; numbering, titles and remarks in brackets are taken off and told.

    One who is noted as dead is refused: the living are listed, a death is recorded on the person.
    """
    name = tidy(text)
    if lexicon.DEAD.search(fold(name)):
        raise ValueError(
            Message(N_("Tên có ghi chú đã mất. Hãy bỏ dòng này; nếu người này có trong sổ, ghi ngày mất."))
        )
    kept = re.sub(r"\s*[(\[].*?[)\]]", "", re.sub(r"^\d+\s*[.)]\s*", "", name)).strip(" .,;:-*")
    kept = lexicon.FORM_OF_ADDRESS.sub("", kept)
    if sum(char.isalpha() for char in kept) < 2 or any(char.isdigit() for char in kept):
        raise ValueError(Message(N_("“%(text)s” không phải họ tên. Hãy ghi đủ họ và tên."), text=name[:SHOWN]))
    if kept == name:
        return Parsed(kept)
    return Parsed(kept, (Message(N_("Đã bỏ phần không thuộc họ tên: “%(text)s”."), text=name[:SHOWN]),))


def read_birth(text: str) -> Parsed:
    """A birth as far as it is told. A spreadsheet's day number is turned back into its day; a year that a date cell
    shows as a day of 1905 is that year."""
    plain = tidy(text)
    if re.fullmatch("[12][0-9]{4}|[3-7][0-9]{4}", plain):
        birth = _of_day(EPOCH + timedelta(int(plain)))
        return Parsed(birth, (_recounted(plain, birth),))
    if re.fullmatch("190[0-9]-[0-9]{2}-[0-9]{2}", plain) and (year := _day_number(plain)) in YEARS:
        return Parsed(PartialDate(year), (_recounted(plain, PartialDate(year)),))
    return Parsed(parse_birth(plain.strip(" '’`")))


def _day_number(iso: str) -> int:
    try:
        return (date.fromisoformat(iso) - EPOCH).days
    except ValueError:
        return 0


def _of_day(day: date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)


def _recounted(text: str, birth: PartialDate) -> Message:
    return Message(N_("Ô ghi “%(text)s”, hiểu là %(birth)s. Hãy đối chiếu."), text=text, birth=format_partial(birth))


def read_day(text: str) -> Parsed:
    """A whole day."""
    plain = tidy(text)
    if re.fullmatch("[34][0-9]{4}", plain):
        return Parsed(EPOCH + timedelta(int(plain)))
    return Parsed(parse_day(plain))


def read_sex(text: str) -> Parsed:
    """Nam or nữ, in words: 1 and 2 mean different things in different lists."""
    found = SEXES.get(fold(tidy(text)))
    if found is None:
        raise ValueError(Message(N_("Không rõ giới tính “%(text)s”. Hãy ghi Nam hoặc Nữ."), text=text[:SHOWN]))
    return Parsed(found)


def read_mark(text: str) -> Parsed:
    """True where the cell is marked, nothing where it is blank or a dash."""
    word = fold(tidy(text))
    if word in lexicon.MARKS:
        return Parsed(True)
    if word.strip("-–0.") == "":
        return Parsed(None)
    raise ValueError(Message(N_("Không hiểu dấu “%(text)s”. Hãy đánh x hoặc để trống."), text=text[:SHOWN]))


def read_sex_column(text: str) -> Parsed:
    """A cell of the column "Nam" or "Nữ": a mark, or the birth itself."""
    if fold(tidy(text)) in lexicon.MARKS:
        return Parsed(True)
    return read_birth(text) if tidy(text).strip("-–0.") else Parsed(None)


def read_relationship(text: str) -> Parsed:
    """The code of a relationship to the head, from its many words; unknown ones are asked about, never guessed."""
    word = re.sub(r"\s*/\s*", "/", tidy(text).lower()).strip(" .")
    code = _KIN.get(word) or _KIN_FOLDED.get(fold(word))
    if code is None:
        told = N_(
            "Không rõ quan hệ “%(text)s”. Hãy ghi một trong: chủ hộ, vợ, chồng, con, cha, mẹ, ông, bà, cháu, khác."
        )
        raise ValueError(Message(told, text=text[:SHOWN]))
    return Parsed(code)


def read_number(text: str) -> Parsed:
    """(kind, number) of an identity number; a lost zero is put back and told."""
    number, doubts = normalise_number(tidy(text))
    if not number.strip("0xX"):
        return Parsed(None)
    kind = guess_kind(number)
    if kind is None:
        told = N_("Số giấy tờ “%(text)s” phải có 12 chữ số (căn cước) hoặc 9 chữ số (CMND). Hãy kiểm tra lại.")
        raise ValueError(Message(told, text=text[:SHOWN]))
    return Parsed((kind, number), tuple(doubts))


def read_class(text: str) -> Parsed:
    """A household's class, by its words or its official code."""
    found = _CLASS_WORDS.get(fold(tidy(text)))
    if found is None:
        told = N_(
            "Không rõ diện “%(text)s”. Hãy ghi Hộ nghèo, Hộ cận nghèo, Hộ mức sống trung bình hoặc Hộ không nghèo."
        )
        raise ValueError(Message(told, text=text[:SHOWN]))
    return Parsed(found)


def read_limited(longest: int) -> Callable[[str], Parsed]:
    """Text of at most so many characters."""

    def read(text: str) -> Parsed:
        plain = tidy(text)
        if len(plain) > longest:
            told = N_("Dài %(found)s ký tự, chỉ nhận tối đa %(limit)s. Hãy rút gọn.")
            raise ValueError(Message(told, found=len(plain), limit=longest))
        return Parsed(plain or None)

    return read


def read_choice(choices: Mapping[str, str]) -> Callable[[str], Parsed]:
    """A code out of these, by the code or its label; those that stand in a table know their own (`code_of`)."""
    own = getattr(choices, "code_of", None)
    code_of = own or {fold(word): code for code, label in choices.items() for word in (label, code)}.get

    def read(text: str) -> Parsed:
        code = code_of(fold(tidy(text)))
        if code is None:
            told = N_("“%(text)s” không có trong danh mục. Hãy ghi một trong: %(known)s.")
            raise ValueError(
                Message(told, text=text[:SHOWN], known=", ".join(list(choices.values() if own else choices)[:LISTED]))
            )
        return Parsed(code)

    return read


def read_codes(choices: Mapping[str, str]) -> Callable[[str], Parsed]:
    """A set of codes, each by its code, its label or a part of it ("nền" of "Nền, móng"); "," ";" "/" "-" part them."""
    spoken = {fold(part): code for code, label in choices.items() for part in (*PARTS.split(label), label, code)}

    def read(text: str) -> Parsed:
        said = [word for word in (part.strip(" .") for part in PARTS.split(tidy(text))) if word]
        codes = {word: spoken.get(fold(word)) or spoken.get(f"{fold(word)} cung") for word in said}
        if unknown := [word for word, code in codes.items() if code is None]:
            told = N_("“%(text)s” không có trong danh mục. Hãy ghi một trong: %(known)s.")
            raise ValueError(Message(told, text=unknown[0][:SHOWN], known="; ".join(choices.values())))
        return Parsed(frozenset(filter(None, codes.values())) or None)

    return read


def read_percent(text: str) -> Parsed:
    """Hundredths of a percentage a year, as typed in a form or kept by a spreadsheet. Below one percent it may be that
    of a month, or a cell in per cent: it is told how it was taken."""
    found = parse_percent(tidy(text))
    told = N_("Ô ghi “%(text)s”, hiểu là %(rate)s%% một năm. Nếu đó là lãi suất tháng, hãy ghi lãi suất năm.")
    doubts = (Message(told, text=text[:SHOWN], rate=format_hundredths(found)),) if 0 < found < ONE else ()
    return Parsed(found, doubts)


def read_count(text: str) -> Parsed:
    """A whole number, not below nothing; đồng may be said beside it."""
    plain = re.sub(r"\s*(dong|d|vnd)$", "", fold(tidy(text)))
    if not re.fullmatch(r"[0-9]{1,9}|[0-9]{1,3}([. ][0-9]{3}){1,2}", plain):
        raise ValueError(Message(N_("“%(text)s” không phải số. Hãy ghi bằng chữ số."), text=text[:SHOWN]))
    return Parsed(int(re.sub(r"[. ]", "", plain)))
