"""The work on findings."""

from collections.abc import Sequence
from typing import Any

from wtforms import SelectChoice

from registry.forms.base import Form, choice_field, day_field, text_field
from registry.messages import N_
from registry.models import User
from registry.models.finding_work import REASONS


class WorkForm(Form):
    """Why a gap stands, who sees to it and until when. Owners go by their names of sign-in."""

    reason = choice_field(N_("Lý do"), REASONS, empty=N_("Chưa rõ lý do"))
    owner_id = choice_field(N_("Người xử lý"), hint=N_("Những người được ghi sổ ở địa bàn này."))
    due = day_field(N_("Hạn xử lý"))
    note = text_field(N_("Ghi chú"), 500, multiline=True, hint=N_("Với lý do khác, hãy ghi rõ ở đây."))
    groups = ((N_("Việc xử lý"), ("reason", "owner_id", "due", "note")),)

    def __init__(self, typed: Any, owners: Sequence[tuple[User, str]], **kwargs: Any) -> None:
        super().__init__(typed, **kwargs)
        self._ids = {user.username: user.id for user, _agency in owners}
        named = [SelectChoice(user.username, " · ".join(filter(None, (user.name, agency)))) for user, agency in owners]
        self.owner_id.choices = [*self.owner_id.choices, *named]

    def given(self) -> dict[str, Any]:
        """What the command takes."""
        owner = self._ids.get(self.owner_id.data or "")
        return {"reason": self.reason.data or None, "owner_id": owner, "due": self.due.data, "note": self.note.data}
