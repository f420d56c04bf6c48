"""Projects on the pages: begun, given money and households, taken step by step; sums equal those of lists and files."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from registry.cli.output import group
from registry.kernel.scope import EVERYTHING, set_scope
from registry.models import HouseholdPeriod
from registry.storage import db
from registry.storage.transaction import transaction
from tests.conftest import postgresql_in_check
from tests.jobs.desk import work
from tests.page import Page
from tests.pages.forms import again, send
from tests.pages.test_gap_print import pdf
from tests.pages.test_jobs import CHOSEN
from tests.print.lists import pages
from tests.scope.canaries import assert_clean
from tests.world import CANARY, OURS, THEIRS, World

pytestmark = postgresql_in_check
PROJECTS = "/registers/production/projects"
OXEN = {
    "name": "Nuôi bò sinh sản",
    "kind": "community",
    "sector": "livestock",
    "programme": "POVERTY",
    "commune": OURS,
    "owner": "UBND xã Đại Ân 2",
    "starts": "01/03/2021",
    "last": "28/02/2023",
}
AN_OX = {
    "starts": "01/03/2021",
    "content": "cattle",
    "item": "Bò cái sinh sản",
    "measure": "con",
    "quantity": "1",
    "unit_price": "15.000.000",
    "own": "1.500.000",
    "source": "central",
}
M = 1_000_000
DECISION = {"on_date": "01/04/2021", "decision_no": "15/QĐ-UBND", "decision_date": "01/04/2021"}


def begun(visitor: Any, **changed: str) -> str:
    """A project's address."""
    made = send(visitor, f"{PROJECTS}/new", OXEN | changed)
    assert made.status == 303, made.text[:1500]
    return str(made.response.headers["Location"])


def take_in(visitor: Any, project: str, *households: str, **changed: str) -> Page:
    """Take households in, as ticked in the list."""
    ticked = "&".join(f"household={code}" for code in households)
    address = f"{project}/choose/record"
    return again(visitor, address, Page(visitor.get(f"{address}?{ticked}"), 0), AN_OX | changed)


def moved(visitor: Any, project: str, *moves: str, **given: str) -> None:
    for key in moves:
        data = {"approve": DECISION}.get(key, {"on_date": "01/04/2021"}) | given
        done = send(visitor, f"{project}/moves/{key}", data)
        assert done.status == 303, f"{key}: {done.text[:1500]}"


@pytest.fixture
def project(visit: Callable, codes: World) -> str:
    """A project of the clerk's with two households in it."""
    there = begun(visit("clerk"))
    assert take_in(visit("clerk"), there, *codes.ours[:2]).status == 303
    return there


def test_the_whole_way_of_a_project(visit: Callable, project: str, codes: World) -> None:
    page = visit("clerk", project)
    page.sees("Nuôi bò sinh sản", "Đã đề xuất", "Đặng Văn Đức", "Thạch Thị Sa Rinh", "100,0% (2/2)")
    page.sees_not("Thẩm định")
    send(visit("clerk"), f"{project}/capital", central="27.000.000", household="3.000.000")
    moved(visit("clerk"), project, "meet")
    moved(visit("health"), project, "appraise", "approve")
    visit("clerk", project).sees("Đã phê duyệt", "15/QĐ-UBND 01/04/2021")
    handed = {"on_date": "01/05/2021", "handed_on": "01/05/2021", "minutes_no": "01/BB"}
    moved(visit("clerk"), project, "hand_over", **handed)
    page = visit("clerk", project)
    page.sees("Dự án DA-0001: Đã bàn giao, cùng 2 hộ.", "Hoàn tác")
    page.sees("Cộng (đồng) 30.000.000 30.000.000 30.000.000 0")
    visit("clerk", "/registers/production?project=DA-0001").sees("2 dòng", "DA-0001 · Nuôi bò sinh sản")
    visit("clerk", f"/households/{codes.ours[0]}").sees("Hỗ trợ phát triển sản xuất", "Đã bàn giao")


def table(visitor: Any, where: str) -> list[dict[str, str]]:
    """The rows of a csv file."""
    return list(csv.DictReader(io.StringIO(visitor.get(where).get_data(as_text=True).lstrip("\ufeff"))))


def test_sums_of_the_page_are_those_of_the_lists_and_files(visit: Callable, project: str) -> None:
    (row,) = [one for one in table(visit("clerk"), f"{PROJECTS}?format=csv") if one["code"] == "DA-0001"]
    lines = [one for one in table(visit("clerk"), "/registers/production?format=csv") if one["entry_code"]]
    assert (row["granted"], row["households"]) == ("30000000", "2")
    assert [sum(int(line[key]) for line in lines) for key in ("amount_central", "amount_total")] == [27 * M, 30 * M]
    visit("clerk", project).sees("Ngân sách trung ương – 27.000.000", "Cộng (đồng) 0 30.000.000 0 0")
    visit("clerk", PROJECTS).sees("DA-0001", "1 dự án")


def test_the_console_exports_what_the_page_does(visit: Callable, project: str, app: Flask) -> None:
    send(visit("clerk"), f"{project}/capital", central="27.000.000")
    for url in (app.config["REGISTRY"].database_url, app.config["REGISTRY"].activity_url):
        if url.startswith("sqlite"):
            Path(url.removeprefix("sqlite:///")).chmod(0o600)
    page = visit("coordinator").get(f"{PROJECTS}?format=csv").get_data()
    done = app.test_cli_runner().invoke(group, ["export", "projects", "-o", "-"])
    assert (done.exit_code, done.stdout_bytes) == (0, page), done.stderr
    assert b"DA-0001" in page and b"27000000" in page
    elsewhere = app.test_cli_runner().invoke(group, ["export", "projects", "--unit", THEIRS, "-o", "-"])
    assert (elsewhere.exit_code, elsewhere.stdout.count("DA-0001")) == (0, 0)


def test_who_changed_what_of_a_project_stands_on_its_page(visit: Callable, project: str, codes: World) -> None:
    send(visit("clerk"), f"{project}/capital", central="27.000.000")
    send(visit("clerk"), f"{project}/capital", central="28.000.000")
    bought = {"item": "Bò cái", "measure": "con", "unit_price": "15000000", "quantity": "2"}
    send(visit("clerk"), f"{project}/inputs/new", bought)
    (drop,) = re.findall(rf"{project}/inputs/\d+/drop", visit("clerk", project).html)
    send(visit("clerk"), drop, {"reason": "Ghi nhầm dự án"})
    moved(visit("clerk"), project, "meet")
    page = visit("clerk", project)
    history = page.text.split("Lịch sử sửa")[-1]
    told = ("Chuyển bước dự án", "Ghi nhầm dự án", "Ghi vốn của dự án", "27.000.000 → 28.000.000", "Lập dự án")
    places = [history.index(one) for one in told]
    assert places == sorted(places), history
    assert "Đặng Văn Đức" not in history, "of the households only their own pages tell"
    visit("health", project).sees("27.000.000 → 28.000.000")


def test_a_step_with_very_many_households_goes_by_a_job(
    visit: Callable, project: str, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("registry.blueprints.projects.AT_ONCE", 1)
    visit("clerk", f"{project}/moves/meet").sees("Hơn 1 hộ thì máy chuyển ở nền")
    job = send(visit("clerk"), f"{project}/moves/meet", {"on_date": "01/04/2021"}).response.headers["Location"]
    visit("clerk", project).sees("Đã đề xuất")
    visit("clerk", job).sees("Chuyển bước dự án", "DA-0001 · Họp nhóm hộ · 2 hộ", "Đang chờ")
    work(app)
    page = visit("clerk", job).sees("Xong", "Dự án DA-0001: Nhóm hộ đã họp, cùng 2 hộ.", "Hoàn tác cả việc này")
    visit("clerk", project).sees("Nhóm hộ đã họp")
    undo = next(one.get("action") for one in page.tree.iter("form") if "/undo" in (one.get("action") or ""))
    assert visit("clerk").post(undo, form="/account/password").status_code == 303
    visit("clerk", project).sees_not("Nhóm hộ đã họp cùng")
    assert "Đã đề xuất" in visit("clerk", project).text


def test_a_project_corrected_meanwhile_stays_where_it_was(
    visit: Callable, project: str, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("registry.blueprints.projects.AT_ONCE", 1)
    job = send(visit("clerk"), f"{project}/moves/meet", {"on_date": "01/04/2021"}).response.headers["Location"]
    assert send(visit("clerk"), f"{project}/edit", note="Đổi ghi chú").status == 303
    work(app)
    visit("clerk", job).sees("Không làm được", "Dự án đã được người khác sửa nên không hộ nào được chuyển")
    visit("clerk", project).sees("Đã đề xuất")


def test_households_are_chosen_from_those_who_asked(visit: Callable, codes: World) -> None:
    need = {"programme": "production", "answer": "asked", "on_date": "01/03/2021", "source": "survey"}
    send(visit("clerk"), f"/households/{codes.ours[0]}/needs/new", need)
    there = begun(visit("clerk"))
    page = visit("clerk", f"{there}/choose?answer=asked")
    page.sees("Chọn hộ cho dự án DA-0001", "Đặng Văn Đức", "Đưa các hộ đã chọn vào dự án", "1 hộ")
    address = f"{there}/choose/record"
    plan = Page(visit("clerk").get(f"{address}?answer=asked&all=1"), 0)
    assert "Sẽ đưa vào dự án: 1 hộ" in plan.text
    assert again(visit("clerk"), address, plan, AN_OX).status == 303
    visit("clerk", there).sees("Các hộ tham gia (1)", "Hoàn tác")
    nobody = visit("clerk", f"{address}?household={codes.ours[0]}")
    nobody.sees("Không có hộ nào để đưa vào")
    visit("clerk", f"{address}?household=HH-999999").sees("Không có hộ nào để đưa vào")


def test_what_was_typed_wrong_is_said_at_its_field_and_kept(visit: Callable, codes: World) -> None:
    long = send(visit("clerk"), f"{PROJECTS}/new", OXEN | {"last": "01/03/2024", "min_target_share": "101"})
    assert long.status == 422
    long.sees("Dự án kéo dài nhiều nhất 36 tháng. Hãy kiểm tra lại.", "Chỉ nhận số từ 0 đến 100")
    assert "UBND xã Đại Ân 2" in long.html
    there = begun(visit("clerk"))
    much = take_in(visit("clerk"), there, codes.ours[0], own="15.000.001")
    assert much.status == 422
    much.sees("Chỉ nhận số từ 0 đến 15.000.000")
    assert "Bò cái sinh sản" in much.html
    early = send(visit("clerk"), f"{there}/moves/meet", {"on_date": "16/12/2021"})
    assert early.status == 422
    assert send(visit("clerk"), f"{there}/inputs/new", {"item": "Bò", "measure": "con"}).status == 422


def test_what_it_buys_and_teaches_is_recorded_corrected_and_taken_away(visit: Callable) -> None:
    clerk, there = visit("clerk"), begun(visit("clerk"))
    bought = {"item": "Bò cái", "measure": "con", "unit_price": "15.000.000", "quantity": "10"}
    assert send(clerk, f"{there}/inputs/new", bought).status == 303
    taught = {"on_date": "05/03/2021", "topic": "Chăm sóc bò", "people": "20", "women": "21"}
    send(clerk, f"{there}/trainings/new", taught).sees("Số nữ nhiều hơn số người dự")
    assert send(clerk, f"{there}/trainings/new", taught | {"women": "9", "language": "km"}).status == 303
    page = visit("clerk", there).sees("Bò cái con 15.000.000 10 150.000.000", "Chăm sóc bò", "20 người (9 nữ)")
    page.sees("Bằng tiếng Khmer")
    edit = re.search(rf"{there}/inputs/\d+/edit", page.html)[0]
    send(clerk, edit, quantity="9")
    visit("clerk", there).sees("135.000.000")
    assert send(clerk, edit.replace("edit", "drop"), reason="").status == 422
    send(clerk, edit.replace("edit", "drop"), reason="Ghi nhầm dự án")
    visit("clerk", there).sees("Chưa ghi giống, vật tư nào.")


def test_why_a_project_was_refused_stands_among_its_steps(visit: Callable, project: str) -> None:
    refused = {"on_date": "01/04/2021", "reason_code": "helped_alike"}
    assert send(visit("health"), f"{project}/moves/refuse", refused).status == 303
    visit("clerk", project).sees("01/04/2021 Đã từ chối · Đã được hỗ trợ cùng nội dung")


def test_two_who_correct_it_at_once_see_both_versions(visit: Callable, project: str) -> None:
    mine = Page(visit("clerk").get(f"{project}/edit"), 0)
    send(visit("health"), f"{project}/edit", owner="Sở Nông nghiệp")
    late = again(visit("clerk"), f"{project}/edit", mine, owner="UBND huyện")
    assert late.status == 409, late.text[:500]
    late.sees("Sở Nông nghiệp")


def test_p24_their_households_in_a_project_are_counted_not_named(visit: Callable, codes: World) -> None:
    """A project of both communes: each sees it whole, its own families by name."""
    there = begun(visit("health"))
    assert take_in(visit("health"), there, codes.ours[0], codes.theirs[0]).status == 303
    page = visit("clerk", there)
    page.sees("Đặng Văn Đức", "1 hộ nữa ở ngoài địa bàn của bạn.", "30.000.000")
    for where in (there, PROJECTS, f"{PROJECTS}?format=csv", f"{there}/choose", "/registers/production?ended=1"):
        assert_clean(visit("clerk").get(where), codes, where)
    visit("stranger", there).sees(CANARY, "1 hộ nữa ở ngoài địa bàn của bạn.").sees_not("Đặng Văn Đức")
    assert send(visit("clerk"), f"{there}/moves/meet", {"on_date": "01/04/2021"}).status == 422
    assert visit("stranger").get(f"{there}/edit").status_code == 404


def test_p2_a_project_out_of_reach_is_not_there(visit: Callable, project: str) -> None:
    """Nor among the choices of a line, nor in the list's facets."""
    assert visit("stranger").get(project).status_code == 404
    visit("stranger", PROJECTS).sees("Chưa có dự án nào")
    visit("stranger", "/registers/production").sees_not("DA-0001")
    theirs = begun(visit("stranger"), commune=THEIRS, name="Nuôi tôm")
    visit("clerk", PROJECTS).sees_not("Nuôi tôm")
    assert visit("clerk").get(theirs).status_code == 404
    refused = send(visit("clerk"), f"{PROJECTS}/new", OXEN | {"commune": THEIRS})
    assert refused.status == 422


def test_the_official_list_has_its_columns_and_the_posted_one_no_money(
    app: Flask, visit: Callable, project: str
) -> None:
    where = "/registers/production?project=DA-0001&format=print"
    office = visit("clerk", where)
    office.sees(
        "Danh sách hộ tham gia dự án hỗ trợ phát triển sản xuất", "Nội dung hỗ trợ (giống, vật tư)", "Dân đối ứng"
    )
    office.sees("13.500.000", "Ba mươi triệu đồng", "Ký nhận", "Hộ nghèo", "Cận nghèo")
    posted = visit("clerk", f"{where}&variant=posting")
    posted.sees("Bò cái sinh sản").sees_not("13.500.000", "Dân đối ứng")


def test_a_family_without_a_head_is_not_said_to_be_elsewhere(
    app: Flask, visit: Callable[..., Any], codes: World
) -> None:
    take_in(visit("clerk"), begun(visit("clerk")), codes.ours[0])
    with app.app_context(), transaction():
        set_scope(EVERYTHING)
        of = update(HouseholdPeriod).where(HouseholdPeriod.code == codes.ours[0])
        db.session.execute(of.values(head_id=None, head_name=""), execution_options={"synchronize_session": False})
    page = visit("clerk", "/registers/production").sees("(chưa có chủ hộ)").sees_not("ngoài địa bàn của bạn")
    line = next(a.get("href") for a in page.tree.iter("a") if "row-link" in a.get("class", ""))
    visit("clerk", line).sees("(chưa có chủ hộ)").sees_not("ngoài địa bàn của bạn")


def test_the_list_has_pages_whose_foot_adds_up_all_projects(visit: Callable, codes: World) -> None:
    clerk = visit("clerk")
    for at in range(1, 22):
        project = begun(clerk, name=f"Mô hình thứ {at}", sector="crops" if at == 1 else "livestock")
    assert send(clerk, f"{project}/capital", central="7.000.000").status == 303
    first = visit("clerk", f"{PROJECTS}?per_page=20").sees("21 dự án", "1–20 / 21", "Trang 1/2", "Mô hình thứ 21")
    assert "Mô hình thứ 1<" not in first.html and first.statements <= 12
    last = visit("clerk", f"{PROJECTS}?per_page=20&page=2").sees("21–21 / 21", "7.000.000").sees_not("Mô hình thứ 2")
    assert "Mô hình thứ 1<" in last.html
    visit("clerk", f"{PROJECTS}?per_page=20&page=99&sector=livestock").sees("1–20 / 20")


def test_the_official_list_of_projects_is_each_commune_s(app: Flask, visit: Callable, codes: World) -> None:
    clerk = visit("clerk")
    project = begun(clerk)
    assert send(clerk, f"{project}/capital", central="20.000.000", local="1.500.000").status == 303
    take_in(clerk, project, codes.ours[0])
    begun(visit("stranger"), name=f"Nuôi dê {CANARY}", commune=THEIRS)
    visit("clerk", PROJECTS).sees("In danh sách")
    visit("clerk", f"{PROJECTS}?format=print").sees("Nuôi bò sinh sản").sees_not(CANARY, "niêm yết")
    paper = pdf(visit, "clerk", f"{PROJECTS}?format=pdf")
    for told in (
        "DANH SÁCH DỰ ÁN HỖ TRỢ PHÁT TRIỂN SẢN XUẤT",
        "DA-0001",
        "01/03/2021 – 28/02/2023",
        "21.500.000",
        "Danh sách có 1 dự án, 1 hộ tham gia",
        "Hai mươi mốt triệu năm trăm nghìn đồng",
    ):
        assert told in paper, (told, paper)
    assert_clean(visit("clerk").get(f"{PROJECTS}?format=pdf&q=nuoi"), codes, PROJECTS)
    visit("clerk", f"{PROJECTS}?format=print&q=khong+co").sees("Không có dự án nào để in")
    assert visit("leader").get(f"{PROJECTS}?format=pdf").status_code == 403
    job = visit("coordinator").post(f"{PROJECTS}/print", CHOSEN, form="/account/password").headers["Location"]
    work(app)
    with visit("coordinator").get(f"{job}/file") as answer:
        text = " ".join(pages(answer.get_data()))
    assert "Nuôi bò sinh sản" in text and CANARY in text
