"""A file of units, and totals from outside by unit."""

from wtforms import FileField

from registry.forms.base import Form, choice_field, day_field, lazy, text_field, whole_field
from registry.messages import N_
from registry.models.area import DENOMINATORS


class UnitsFileForm(Form):
    """A CSV file of a province's units."""

    units = FileField(lazy(N_("Tệp CSV danh mục đơn vị")), render_kw={"accept": ".csv,text/csv"})


class TotalForm(Form):
    """A total that the registry itself does not know."""

    measure = choice_field(N_("Chỉ tiêu"), DENOMINATORS, required=True)
    value = whole_field(N_("Giá trị"), required=True)
    source = text_field(N_("Nguồn số liệu"), 200, required=True, hint=N_("Ví dụ: Niên giám thống kê 2020"))
    starts = day_field(N_("Từ ngày"), required=True, hint=N_("Số liệu cũ của chỉ tiêu này hết hiệu lực từ ngày đó."))
