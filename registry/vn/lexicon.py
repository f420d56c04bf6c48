"""The words of departmental lists: how they call sexes, kin, classes and columns (domain.md §2.7, §8)."""

import re

MALE_COLUMN, FEMALE_COLUMN = ("nam",), ("nữ", "nu")
POOR_COLUMN, NEAR_POOR_COLUMN = ("hộ nghèo", "nghèo", "hn"), ("hộ cận nghèo", "cận nghèo", "hcn")
"""Headers that stand alone over a column, marks and all: "năm" is a year, "nam" a man."""

MALE_WORDS, FEMALE_WORDS = ("nam", "trai", "male", "m"), ("nu", "gai", "female", "f")
MARKS = frozenset({"x", "1", "v", "✓", "✔", "+", "co"})
CLASS_WORDS = {"hn": "poor", "n": "poor", "hcn": "near_poor", "cn": "near_poor", "trung binh": "average"}
"""Folded words beside the official names of the classes."""

KIN = {
    "01": ("chủ hộ", "ch", "bản thân", "chủ hộ (ch)", "chủ"),
    "02": ("vợ", "chồng", "v/c", "vc", "v", "c", "vợ chồng"),
    "03": ("con", "con trai", "con gái", "con ruột", "con nuôi", "con đẻ", "con út", "con riêng", "con trưởng"),
    "04": ("con dâu", "con rể", "dâu", "rể"),
    "05": ("cha", "mẹ", "bố", "ba", "má", "cha ruột", "mẹ ruột", "cha đẻ", "mẹ đẻ", "bố mẹ", "cha mẹ"),
    "06": (
        "cha vợ", "mẹ vợ", "cha chồng", "mẹ chồng", "bố vợ", "bố chồng", "ba vợ", "ba chồng", "má vợ", "má chồng",
    ),
    "07": ("ông", "bà", "ông nội", "ông ngoại", "bà nội", "bà ngoại", "ông bà"),
    "08": ("cháu", "cháu nội", "cháu ngoại", "chắt", "cháu ruột"),
    "09": ("anh", "chị", "em", "anh trai", "em trai", "chị gái", "em gái", "anh ruột", "chị ruột", "em ruột"),
    "10": ("cháu họ", "cô", "dì", "chú", "bác", "cậu", "mợ", "thím", "em dâu", "em rể", "chị dâu", "anh rể", "cháu dâu",
           "cháu rể", "họ hàng"),
    "11": ("ở nhờ", "khác", "người ở nhờ", "người giúp việc", "ở trọ"),
}  # fmt: skip
"""The official codes of relationships by the words lists use; "ba" is a father in the South, "bà" a grandmother."""
AMBIGUOUS_WITHOUT_MARKS = frozenset({"bà"})

DEAD = re.compile(r"\((da )?(mat|chet|tu vong)\b|\b(da mat|da chet|tu vong)\b")
"""A folded remark behind a name."""
FORM_OF_ADDRESS = re.compile(r"^(ông|bà|anh|chị|cụ)[.:]?\s+(?=\S+\s+\S)", re.IGNORECASE)

TEMPLATE_ROWS = (
    {
        "stt": "1",
        "name": "Thạch Văn Mẫu",
        "relationship": "Chủ hộ",
        "birth": "1970",
        "sex": "Nam",
        "ethnicity": "Khmer",
    },
    {"name": "Lâm Thị Mẫu", "relationship": "Vợ/chồng", "birth": "05/1972", "sex": "Nữ", "ethnicity": "Khmer"},
    {"name": "Thạch Mẫu", "relationship": "Con", "birth": "01/05/2012", "sex": "Nam", "ethnicity": "Khmer"},
)
"""How a household is filled in, shown beside the instructions and never in the sheet that is read."""
