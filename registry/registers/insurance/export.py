"""What an export says of a card between its codes and its state (contract: names and order are stable)."""

from registry.kernel.table import Column
from registry.messages import N_
from registry.registers.insurance.subjects import SUBJECTS
from registry.vn.ids import mask

COLUMNS = (
    Column("subject_code", N_("Mã đối tượng"), lambda card: card.subject_code),
    Column("payer", N_("Ai đóng"), lambda card: SUBJECTS[card.subject_code].payer),
    Column("card_kind", N_("Loại số thẻ"), lambda card: card.card_kind),
    Column("card_masked", N_("Số thẻ"), lambda card: mask(card.card_no or "")),
    Column("benefit_level", N_("Mức hưởng"), lambda card: card.benefit_level),
    Column("facility_code", N_("Nơi khám chữa bệnh ban đầu"), lambda card: card.facility_code),
)
