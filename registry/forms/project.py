"""A project, its capital, what it buys, where it teaches; and households taken into it."""

from typing import Any

from flask_babel import gettext
from wtforms import BooleanField, SelectChoice

from registry.forms.base import Form, choice_field, day_field, lazy, text_field, whole_field
from registry.forms.entry import CHOOSE, LAST_DAY
from registry.kernel.places import Place
from registry.messages import N_, Problem, Problems
from registry.models import Project, ProjectTraining
from registry.models.money import SOURCES, Money
from registry.models.project import KINDS, PROGRAMMES, SECTORS
from registry.registers.production.line import CONTENTS
from registry.storage import ends_after, facet_of, valid_through

WHAT = ("name", "kind", "sector", "programme", "commune", "place", "owner", "partner", "starts", "last", "note")
DECISION = ("decision_no", "decision_date", "min_target_share")
PLAIN = (*(key for key in WHAT if key not in ("commune", "starts", "last")), *DECISION)
"""Fields that are columns as they stand."""


class ProjectForm(Form):
    """What a project is; `offer` says in which communes it may be."""

    name = text_field(N_("Tên dự án"), 200, required=True, hint=N_("Ví dụ: Nuôi bò sinh sản xã Liêu Tú."))
    kind = choice_field(N_("Loại dự án"), KINDS, required=True, empty=CHOOSE)
    sector = choice_field(N_("Lĩnh vực"), SECTORS, required=True, empty=CHOOSE)
    programme = choice_field(N_("Chương trình"), PROGRAMMES, required=True, empty=CHOOSE)
    commune = choice_field(N_("Xã, phường, thị trấn"), required=True, empty=CHOOSE)
    place = text_field(N_("Nơi thực hiện"), 150, hint=N_("Ví dụ: ấp Đại Nôn, ấp Bưng Buối."))
    owner = text_field(N_("Cơ quan chủ trì"), 150, required=True)
    partner = text_field(N_("Hợp tác xã, doanh nghiệp liên kết"), 150)
    starts = day_field(N_("Từ ngày"), required=True)
    last = day_field(LAST_DAY, required=True, hint=N_("Dự án kéo dài nhiều nhất 36 tháng."))
    note = text_field(N_("Ghi chú"), 500, multiline=True)
    decision_no = text_field(N_("Số quyết định"), 60)
    decision_date = day_field(N_("Ngày quyết định"))
    min_target_share = whole_field(
        N_("Tỷ lệ hộ đúng đối tượng ít nhất (%)"), hint=N_("Để trống nếu theo mức chung ở trang Tham số.")
    )
    groups = ((N_("Dự án"), WHAT), (N_("Quyết định"), DECISION))

    def offer(self, communes: list[tuple[Place, str]]) -> None:
        """Communes to choose from, each with its label."""
        self.ids = {place.code: place.id for place, _ in communes}
        first = [SelectChoice("", gettext(CHOOSE))] if len(communes) != 1 else []
        self.commune.choices = [*first, *(SelectChoice(place.code, label) for place, label in communes)]

    @property
    def values(self) -> dict[str, Any]:
        """What the commands take."""
        days = {"starts": self.starts.data, "ends": ends_after(self.last.data)}
        return {key: self[key].data for key in PLAIN} | days | {"unit_id": self.ids.get(self.commune.data)}

    def accept(self, problems: Problems) -> None:
        """Problems of the columns stand at the fields people see."""
        names = {"unit_id": "commune", "ends": "last"}
        super().accept(Problems(Problem(names.get(one.field, one.field), one.message) for one in problems.problems))


def project_data(project: Project, commune: str) -> dict[str, Any]:
    """What the fields show of a project."""
    days = {"starts": project.starts, "last": valid_through(project.ends)}
    return {key: getattr(project, key) for key in PLAIN} | days | {"commune": commune}


def capital_form(money: Money, typed: Any, amounts: dict[str, int]) -> Any:
    """A field for each source; empty where there is nothing."""
    fields: dict[str, Any] = {source: whole_field(SOURCES[source]) for source in money.sources}
    groups = [(N_("Vốn của dự án theo nguồn (đồng)"), money.sources)]
    return type("CapitalForm", (Form,), {**fields, "groups": groups})(typed, data=amounts)


class InputForm(Form):
    """A thing the project buys."""

    item = text_field(N_("Giống, vật tư, dịch vụ"), 150, required=True)
    measure = text_field(N_("Đơn vị tính"), 20, required=True, hint=N_("Ví dụ: con, kg, cây."))
    unit_price = whole_field(N_("Đơn giá (đồng)"), required=True)
    quantity = whole_field(N_("Số lượng"), required=True)
    groups = ((N_("Giống, vật tư của dự án"), ("item", "measure", "unit_price", "quantity")),)


class TrainingForm(Form):
    """A session in which participants were taught."""

    on_date = day_field(N_("Ngày tập huấn"), required=True)
    topic = text_field(N_("Nội dung tập huấn"), 200, required=True)
    place = text_field(N_("Nơi tập huấn"), 150)
    people = whole_field(N_("Số người dự"), required=True)
    women = whole_field(N_("Trong đó nữ"))
    language = choice_field(N_("Tiếng"), facet_of(ProjectTraining.language).choices)  # type: ignore[union-attr]
    groups = ((N_("Buổi tập huấn"), ("on_date", "topic", "place", "people", "women", "language")),)


PART_FORMS: dict[str, Any] = {"inputs": InputForm, "trainings": TrainingForm}


class DropForm(Form):
    """Why a row is taken away."""

    reason = text_field(N_("Lý do bỏ"), 500, required=True, multiline=True)
    groups = ((N_("Bỏ dòng ghi nhầm"), ("reason",)),)


class ParticipantsForm(Form):
    """What each of the households gets, and who pays."""

    starts = day_field(N_("Ngày đề xuất"), required=True)
    content = choice_field(N_("Nội dung hỗ trợ"), CONTENTS, required=True, empty=CHOOSE)
    item = text_field(N_("Giống, vật tư, dịch vụ"), 150)
    measure = text_field(N_("Đơn vị tính"), 20, hint=N_("Ví dụ: con, kg, cây."))
    quantity = whole_field(N_("Số lượng của mỗi hộ"))
    unit_price = whole_field(N_("Đơn giá (đồng)"))
    own = whole_field(N_("Mỗi hộ đối ứng (đồng)"))
    source = choice_field(N_("Phần còn lại từ nguồn"), empty=CHOOSE)
    disabled = BooleanField(lazy(N_("Có người khuyết tật chưa có sinh kế")))
    note = text_field(N_("Ghi chú"), 500, multiline=True)
    groups = (
        (N_("Mỗi hộ được hỗ trợ"), ("starts", "content", "item", "measure", "quantity", "unit_price")),
        (N_("Kinh phí"), ("own", "source")),
        (N_("Ghi thêm"), ("disabled", "note")),
    )

    def offer(self, money: Money) -> None:
        """The sources of the register, but for the family's own."""
        sources = (SelectChoice(code, lazy(SOURCES[code])) for code in money.sources if code != "household")
        self.source.choices = [SelectChoice("", gettext(CHOOSE)), *sources]

    @property
    def values(self) -> dict[str, Any]:
        """What the command takes."""
        keys = ("starts", "content", "item", "measure", "quantity", "unit_price", "own", "disabled", "note")
        return {key: self[key].data for key in keys} | {"source": self.source.data or ""}
