"""Departmental lists are understood as a person would read them; what each holds is written here by hand."""

from pathlib import Path

import pytest

from registry.inputs.headers import find_header, suggest
from registry.inputs.household_list import HOUSEHOLD_LIST, households
from registry.inputs.lists import Choice, lay_out
from registry.inputs.workbook import Sheet
from registry.messages import Problems
from tests.inputs.lists import people, read, saved, told

HEADER = ["STT", "Họ và tên", "Quan hệ với chủ hộ", "Năm sinh", "Giới tính", "Dân tộc", "Số CCCD"]
WHO = ("name", "relationship", "birth", "sex")


def test_a_list_under_title_rows_with_numbered_columns_and_signatures(tmp_path: Path) -> None:
    found = read(
        saved(
            [
                ["ỦY BAN NHÂN DÂN", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
                ["XÃ ĐẠI ÂN 2", None, None, "Độc lập - Tự do - Hạnh phúc"],
                [],
                ["DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO NĂM 2021"],
                [],
                HEADER,
                ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"],
                [1, "Thạch Văn Sơn", "Chủ hộ", 1970, "Nam", "Khmer", "094070001234"],
                [None, "Lâm Thị Hoa", "Vợ", "1972", "Nữ", "Khmer", None],
                [2, "Trần Văn Út", "CH", "1/5/1954", "Nam", "Kinh", None],
                ["Tổng cộng", None, None, "3 người"],
                [None, None, None, "Đại Ân 2, ngày 10 tháng 12 năm 2021"],
                ["Người lập", None, None, "CHỦ TỊCH"],
            ],
            merged=["A4:G4", "A1:C1", "D1:G1"],
        ),
        tmp_path,
    )
    assert people(found, *WHO) == [
        ("Thạch Văn Sơn", "01", "1970", "male"),
        ("Lâm Thị Hoa", "02", "1972", "female"),
        ("Trần Văn Út", "01", "1954-05-01", "male"),
    ]
    assert people(found, "number")[0] == (("CCCD12", "094070001234"),)
    assert (found.faults, found.doubts) == ([], [])
    assert [len(home) for home in households(found)] == [2, 1]


def test_a_merged_header_of_two_levels_whose_columns_nam_and_nu_hold_the_birth(tmp_path: Path) -> None:
    found = read(
        saved(
            [
                ["STT", "Họ tên", "Năm sinh", None, "Quan hệ", "Dân tộc"],
                [None, None, "Nam", "Nữ", None, None],
                [1, "Sơn Sa Rinh", None, 1980, "Chủ hộ", "Khơ-me"],
                [None, "Thạch Sô Phan", "02/2012", None, "con trai", "KM"],
            ],
            merged=["A1:A2", "B1:B2", "C1:D1", "E1:E2", "F1:F2"],
        ),
        tmp_path,
    )
    assert people(found, *WHO) == [
        ("Sơn Sa Rinh", "01", "1980", "female"),
        ("Thạch Sô Phan", "03", "2012-02", "male"),
    ]
    assert found.faults == []


def test_group_rows_give_the_hamlet_and_the_class_of_the_rows_below(tmp_path: Path) -> None:
    found = read(
        saved(
            [
                HEADER,
                ["I", "HỘ NGHÈO"],
                ["1.", "Ấp Đại Nôn (2 hộ)"],
                [1, "Lý Hòa", "Chủ hộ", 1975, "Nam", "Hoa"],
                ["2.", "Ấp Chắc Tưng"],
                [2, "Kim Thị Sen", "Chủ hộ", 1969, "Nữ", "Khmer"],
                ["Cộng ấp Chắc Tưng: 1 hộ"],
                ["II", "HỘ CẬN NGHÈO"],
                ["1.", "Ấp Đại Nôn"],
                [3, "Đỗ Văn Ba", "Chủ hộ", 1960, "Nam", "Kinh"],
                ["TỔNG CỘNG"],
                [9, "Không Ai", "Chủ hộ", 1960, "Nam", "Kinh"],
            ]
        ),
        tmp_path,
    )
    assert people(found, "name", "hamlet", "class_") == [
        ("Lý Hòa", "Ấp Đại Nôn", "poor"),
        ("Kim Thị Sen", "Ấp Chắc Tưng", "poor"),
        ("Đỗ Văn Ba", "Ấp Đại Nôn", "near_poor"),
    ]


def test_sheets_are_communes_and_hidden_or_other_sheets_are_left_out(tmp_path: Path) -> None:
    def more(book) -> None:
        second = book.create_sheet("Xã Hồ Đắc Kiện")
        second.append(HEADER)
        second.append([1, "Danh Hoàng", "Chủ hộ", 1966, "Nam", "Khmer"])
        draft = book.create_sheet("Nháp")
        draft.append(HEADER)
        draft.append([1, "Bản Nháp", "Chủ hộ", 1966, "Nam", "Khmer"])
        draft.sheet_state = "hidden"
        book.create_sheet("Tổng hợp").append(["Xã", "Số hộ"])

    rows = [HEADER, [1, "Lý Hòa", "Chủ hộ", 1975, "Nam", "Hoa"]]
    found = read(saved(rows, name="Xã Đại Ân 2", more=more), tmp_path)
    assert people(found, "name", "unit") == [("Lý Hòa", "Xã Đại Ân 2"), ("Danh Hoàng", "Xã Hồ Đắc Kiện")]
    assert [record.line.sheet for record in found.records] == ["Xã Đại Ân 2", "Xã Hồ Đắc Kiện"]


def test_numbers_that_lost_their_zero_come_back_and_shortened_ones_are_refused(tmp_path: Path) -> None:
    rows = [HEADER, [1, "Lý Hòa", "Chủ hộ", 1975, "Nam", "Hoa", 94075001234]]
    rows += [[2, "Lý An", "Chủ hộ", 1975, "Nam", "Hoa", "9,4075E+10"], [3, "Lý Ba", "CH", 1975, "Nam", "Hoa", 36612345]]
    found = read(saved(rows), tmp_path)
    assert found.records[0].get("number") == ("CCCD12", "094075001234")
    assert told(found.doubts) == [
        ("G2", "Số chỉ có 11 chữ số (Excel hay bỏ số 0 ở đầu): đã thêm số 0. Hãy đối chiếu với giấy tờ.")
    ]
    assert [cell for cell, _ in told(found.faults)] == ["G3", "G4"]
    assert "Excel đã rút gọn số này" in told(found.faults)[0][1]
    assert "12 chữ số (căn cước) hoặc 9 chữ số" in told(found.faults)[1][1]


def test_a_list_typed_in_an_old_font_header_and_all(tmp_path: Path) -> None:
    rows = [
        ["STT", "Hä vµ tªn", "Quan hÖ víi chñ hé", "N¨m sinh", "Giíi tÝnh", "D©n téc"],
        [1, "NguyÔn V¨n Hïng", "Chñ hé", 1970, "Nam", "Kinh"],
        [None, "TrÇn ThÞ S\xad¬ng", "Vî", 1972, "N÷", "Kinh"],
    ]
    found = read(saved(rows), tmp_path)
    assert people(found, *WHO) == [
        ("Nguyễn Văn Hùng", "01", "1970", "male"),
        ("Trần Thị Sương", "02", "1972", "female"),
    ]
    assert found.faults == []


def test_names_in_a_vni_column_under_a_unicode_header(tmp_path: Path) -> None:
    rows = [HEADER, [1, "Nguyeãn Vaên Huøng", "Chủ hộ", 1970, "Nam", "Kinh"]]
    rows += [[2, "Traàn Thò Söông", "Chủ hộ", 1972, "Nữ", "Kinh"]]
    assert people(read(saved(rows), tmp_path), "name") == [("Nguyễn Văn Hùng",), ("Trần Thị Sương",)]


def test_ditto_marks_and_merged_cells_repeat_what_stands_above(tmp_path: Path) -> None:
    rows = [
        ["STT", "Họ và tên", "QH với chủ hộ", "Ngày sinh", "Phái", "Dân tộc", "Ấp", "Đối tượng"],
        [1, "Lý Hòa", "Chủ hộ", 1975, "Nam", "Hoa", "Đại Nôn", "Hộ nghèo"],
        [2, "Lý An", "Chủ hộ", 1976, "Nam", "nt", None, "-nt-"],
        [3, "Lý Ba", "Chủ hộ", 1977, "Nam", '"', None, "''"],
    ]
    found = read(saved(rows, merged=["G2:G4"]), tmp_path)
    assert people(found, "ethnicity", "hamlet", "class_") == [("Hoa", "Đại Nôn", "poor")] * 3
    assert found.faults == []


def test_a_ditto_mark_for_a_name_is_no_name(tmp_path: Path) -> None:
    found = read(saved([HEADER, [1, "nt", "Chủ hộ", 1975, "Nam", "Hoa"]]), tmp_path)
    assert told(found.faults)[0] == ("B2", "Dấu “nt” ở đây không có gì để lặp lại. Hãy ghi rõ.")


def test_marks_tell_sex_and_class(tmp_path: Path) -> None:
    rows = [
        ["TT", "Họ tên chủ hộ", "Năm sinh", "Nữ", "Dân tộc", "Diện", None],
        [None, None, None, None, None, "Hộ nghèo", "Hộ cận nghèo"],
        [1, "Lý Hòa", 1975, None, "Hoa", "x", None],
        [2, "Kim Thị Sen", 1969, "x", "Khmer", None, "X"],
        [3, "Kim Thị Sa", 1970, "x", "Khmer", "x", "x"],
    ]
    found = read(saved(rows, merged=["F1:G1"]), tmp_path)
    assert people(found, "name", "sex", "class_", "relationship") == [
        ("Lý Hòa", "male", "poor", "01"),
        ("Kim Thị Sen", "female", "near_poor", "01"),
        ("Kim Thị Sa", "female", None, "01"),
    ]
    assert told(found.faults) == [("F5", "Đánh dấu cả hộ nghèo và hộ cận nghèo. Hãy bỏ một.")]


def test_births_of_all_kinds(tmp_path: Path) -> None:
    births = {
        "1954": "1954", "00/00/1954": "1954", "5/1954": "1954-05", "01.05.1954": "1954-05-01",
        "19845": "1954-05-01", "1905-05-07": "1954", "'1954": "1954",
    }  # fmt: skip
    rows = [[at, "Lý Hòa", "Chủ hộ", birth, "Nam", "Hoa"] for at, birth in enumerate(births, start=1)]
    found = read(saved([HEADER, *rows]), tmp_path)
    assert [birth for (birth,) in people(found, "birth")] == list(births.values())
    assert [cell for cell, _ in told(found.doubts)] == ["D6", "D7"]
    rows = [[at, "Lý Hòa", "Chủ hộ", birth, "Nam", "Hoa"] for at, birth in enumerate(("1/5/54", "5/13/1954", "?"))]
    assert [cell for cell, _ in told(read(saved([HEADER, *rows]), tmp_path).faults)] == ["D2", "D3", "D4"]


def test_names_are_cleaned_and_said_so_but_the_dead_are_not_listed(tmp_path: Path) -> None:
    names = ["LÝ  HÒA", "1. Lý\u200b An (con ông Ba)", "Bà Kim Thị Sen", "Ðặng Văn Ðức", "Lý Mất (mất)"]
    rows = [[at, name, "Chủ hộ", 1950, "Nam", "Hoa"] for at, name in enumerate(names, start=1)]
    found = read(saved([HEADER, *rows]), tmp_path)
    assert people(found, "name")[:4] == [("LÝ HÒA",), ("Lý An",), ("Kim Thị Sen",), ("Đặng Văn Đức",)]
    assert [cell for cell, _ in told(found.doubts)] == ["B3", "B4"]
    assert "Tên có ghi chú đã mất" in told(found.faults)[0][1]


def test_without_a_column_of_relationships_each_numbered_row_is_a_household(tmp_path: Path) -> None:
    header = ["STT", "Họ và tên chủ hộ", "Năm sinh", "Giới tính", "Dân tộc"]
    rows = [[1, "Lý Hòa", 1975, "Nam", "Hoa"], [2, "Kim Sen", 1969, "Nữ", "Khmer"]]
    found = read(saved([header, *rows]), tmp_path)
    assert [len(home) for home in households(found)] == [1, 1]
    found = read(saved([header, rows[0], [None, *rows[1][1:]]]), tmp_path)
    assert told(found.faults) == [("3", "Không rõ người này thuộc hộ nào, quan hệ gì. Hãy ghi quan hệ với chủ hộ.")]


def test_one_value_holds_for_the_whole_file(tmp_path: Path) -> None:
    rows = [["STT", "Họ tên", "Năm sinh", "Giới tính"], [1, "Lý Hòa", 1975, "Nam"]]
    found = read(saved(rows), tmp_path, ethnicity="Kinh", class_="Hộ nghèo", hamlet="Đại Nôn")
    assert people(found, "ethnicity", "class_", "hamlet") == [("Kinh", "poor", "Đại Nôn")]


def test_every_fault_of_every_cell_is_told_in_one_pass(tmp_path: Path) -> None:
    rows = [
        HEADER,
        [1, "Lý Hòa", "Chủ hộ", "1/5/54", "Nam", "Hoa", "123"],
        [None, None, "bạn", 1972, "2", None, None],
    ]
    found = read(saved(rows), tmp_path)
    assert [cell for cell, _ in told(found.faults)] == ["D2", "G2", "B3", "C3", "E3", "F3"]


def test_a_missing_column_is_one_clear_answer_with_the_nearest_header(tmp_path: Path) -> None:
    with pytest.raises(Problems) as refused:
        read(saved([["Danh sách"], ["STT", "Họ tên", "Tuổi", "Dân tộc"], [1, "Lý Hòa", 46, "Hoa"]]), tmp_path)
    assert str(refused.value) == (
        "Trang “Sheet1” thiếu cột: Ngày sinh, Giới tính. Tiêu đề gần nhất, ở dòng 2, là: STT, Họ tên, Tuổi, Dân tộc. "
        "Hãy sửa tên cột trong tệp, hoặc chỉ ra cột nào là cột đó."
    )


def test_a_file_without_any_header_is_told_what_it_needs(tmp_path: Path) -> None:
    with pytest.raises(Problems, match="không có dòng tiêu đề.*Họ và tên, Ngày sinh, Giới tính"):
        read(saved([[1, 2, 3], [4, 5, 6]]), tmp_path)


def test_the_same_header_has_the_same_signature_wherever_it_stands() -> None:
    one = find_header(Sheet("a", rows=[HEADER]), HOUSEHOLD_LIST)
    two = find_header(Sheet("b", rows=[["Danh sách"], [], [text.upper() for text in HEADER]]), HOUSEHOLD_LIST)
    three = find_header(Sheet("b", rows=[[*HEADER, "Ghi chú"]]), HOUSEHOLD_LIST)
    assert one and two and three
    assert one.signature == two.signature != three.signature


def test_remembered_columns_come_before_suggested_ones() -> None:
    rows = [["STT", "Họ tên", "Tên thường gọi", "Năm sinh", "Giới tính"], ["1", "A", "B", "1970", "Nam"]]
    kept = {"name": 2, "birth": 3, "sex": 4}
    (layout,) = lay_out(HOUSEHOLD_LIST, [Sheet("a", rows=rows)], Choice(columns=lambda signature: kept))
    assert layout.mapping.columns == kept
    assert layout.samples(2) == ["B"]


def test_a_member_s_own_name_comes_before_that_of_the_head() -> None:
    labels = ["STT", "Họ và tên chủ hộ", "Họ và tên", "Quan hệ với chủ hộ", "Ngày sinh", "Giới tính", "Dân tộc"]
    header = find_header(Sheet("a", rows=[labels]), HOUSEHOLD_LIST)
    assert header
    assert suggest(header, HOUSEHOLD_LIST)["name"] == 2


def test_look_alike_headers_are_not_taken_for_fields() -> None:
    labels = ["STT", "Họ tên", "Năm sinh", "Số CCCD", "Ngày cấp CCCD", "Nơi cấp CCCD", "Số khẩu", "Ghi chú"]
    header = find_header(Sheet("a", rows=[labels]), HOUSEHOLD_LIST)
    assert header
    assert suggest(header, HOUSEHOLD_LIST) == {"stt": 0, "name": 1, "birth": 2, "number": 3}
