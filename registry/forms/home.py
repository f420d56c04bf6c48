"""Where a household lives: commune, hamlet and address, offered out of what the actor may write in."""

from typing import Any

from flask_babel import gettext
from wtforms import SelectChoice

from registry.forms.base import Form, choice_field, text_field
from registry.kernel.actor import Actor
from registry.kernel.places import Place, places
from registry.kernel.settings import today
from registry.messages import N_
from registry.queries.pickers import hamlets_of, writable_communes


class HomeFields(Form):
    """A commune by its official code today, one of its hamlets, and the address."""

    unit_id = choice_field(N_("Xã, phường, thị trấn"), required=True, empty=N_("Chọn xã, phường, thị trấn"))
    hamlet_id = choice_field(N_("Ấp, khóm"), empty=N_("Chưa rõ"))
    address = text_field(N_("Số nhà, đường, tổ"), 200)

    def offer(self, actor: Actor) -> None:
        """Fill in the choices; who may write in one commune only has it chosen already."""
        groups = writable_communes(actor)
        communes = [place for inside in groups.values() for place in inside]
        if len(communes) == 1 and not self.unit_id.data:
            self.unit_id.data = communes[0].code
        self.unit_id.choices = [
            *([SelectChoice("", gettext("Chọn xã, phường, thị trấn"))] if len(communes) != 1 else []),
            *(
                SelectChoice(place.code, place.full_name, optgroup=district or None)
                for district, inside in groups.items()
                for place in inside
            ),
        ]
        self._offer_hamlets({place.code for place in communes})

    def _offer_hamlets(self, known: set[str]) -> None:
        place = self.place if self.unit_id.data in known else None
        named = hamlets_of(place) if place else []
        self.hamlet_id.choices = [
            SelectChoice("", gettext("Chưa rõ") if place else gettext("Hãy chọn xã trước")),
            *(SelectChoice(str(id_), name) for id_, name in named),
        ]

    @property
    def only_commune(self) -> SelectChoice | None:
        """The one commune there is to choose; None where there are several."""
        choices = self.unit_id.choices
        return choices[0] if len(choices) == 1 else None

    @property
    def place(self) -> Place | None:
        """The commune chosen."""
        return places().by_code(self.unit_id.data or "", today())

    @property
    def home(self) -> dict[str, Any]:
        """What commands take: unit_id, hamlet_id and address of a form that reads well."""
        place = self.place
        assert place is not None  # noqa: S101 - the choice has been checked
        hamlet = int(self.hamlet_id.data) if self.hamlet_id.data else None
        return {"unit_id": place.id, "hamlet_id": hamlet, "address": self.address.data}


def home_data(unit_id: int, hamlet_id: int | None, address: str | None) -> dict[str, Any]:
    """What the fields show of a home."""
    code = places().on(unit_id, today()).code
    return {"unit_id": code, "hamlet_id": str(hamlet_id or ""), "address": address or ""}


HOME = ("unit_id", "hamlet_id", "address")
