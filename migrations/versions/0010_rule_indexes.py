"""What the rules ask of everybody: indexes that answer alone, and whose identity numbers lack or contradict what."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

WIDER = {
    "ix_membership_household_id_starts": ("membership", ["household_id", "starts", "ends", "person_id"]),
    "ix_membership_person_id_starts": ("membership", ["person_id", "starts", "ends", "household_id"]),
    "ix_household_head_household_id_starts": ("household_head", ["household_id", "starts"]),
    "ix_entry_person": ("entry", ["register", "person_id", "status", "starts", "ends"]),
}
ADDED = {
    "ix_membership_household_id_starts": ["withdrawn"],
    "ix_membership_person_id_starts": ["withdrawn"],
    "ix_household_head_household_id_starts": ["ends", "withdrawn"],
    "ix_entry_person": ["withdrawn"],
}
Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CLASS, HEADLESS, BIRTH = "ix_household_period_class", "ix_household_period_headless", "ix_person_birth_year"
COUNTS = "ix_finding_counts"
NO_HEAD = {f"{database}_where": sa.text("head_id IS NULL") for database in ("sqlite", "postgresql")}

FLAWS = """
INSERT INTO number_flaw (kind, person_id)
SELECT 'missing', p.id FROM person p
WHERE NOT p.withdrawn AND NOT EXISTS (SELECT 1 FROM person_number n WHERE n.person_id = p.id AND NOT n.withdrawn)
UNION ALL
SELECT 'other_sex', p.id FROM person p
WHERE NOT p.withdrawn AND EXISTS (SELECT 1 FROM person_number n WHERE n.person_id = p.id AND NOT n.withdrawn
    AND n.kind IN ('CCCD12', 'DDCN12')
    AND CAST(substr(n.number, 4, 1) AS INTEGER) % 2 <> CASE WHEN p.sex = 'female' THEN 1 ELSE 0 END)
UNION ALL
SELECT 'other_year', p.id FROM person p
WHERE NOT p.withdrawn AND EXISTS (SELECT 1 FROM person_number n WHERE n.person_id = p.id AND NOT n.withdrawn
    AND n.kind IN ('CCCD12', 'DDCN12')
    AND 1900 + CAST(substr(n.number, 4, 1) AS INTEGER) / 2 * 100 + CAST(substr(n.number, 5, 2) AS INTEGER)
        <> p.birth_year)
"""


def upgrade() -> None:
    for name, (table, columns) in WIDER.items():
        op.drop_index(name, table)
        op.create_index(name, table, [*columns, *ADDED[name]])
    op.create_index(CLASS, "household_period", ["class_", "ends", "starts", "household_id", "unit_id", "class_from"])
    op.create_index(HEADLESS, "household_period", ["ends", "starts", "household_id"], **NO_HEAD)
    op.create_index(BIRTH, "person", ["birth_year"])
    op.drop_index("ix_finding_rule", "finding")
    op.create_index(COUNTS, "finding", ["closed_on", "rule", "unit_id", "household_id", "state", "withdrawn"])
    op.create_table(
        "number_flaw",
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_number_flaw_person_id_person")),
        sa.PrimaryKeyConstraint("kind", "person_id", name=op.f("pk_number_flaw")),
    )
    op.create_index("ix_number_flaw_person_id", "number_flaw", ["person_id"])
    op.execute(FLAWS)


def downgrade() -> None:
    op.drop_table("number_flaw")
    op.drop_index(COUNTS, "finding")
    op.create_index("ix_finding_rule", "finding", ["rule", "closed_on", "state", "unit_id"])
    op.drop_index(BIRTH, "person")
    op.drop_index(HEADLESS, "household_period")
    op.drop_index(CLASS, "household_period")
    for name, (table, columns) in WIDER.items():
        op.drop_index(name, table)
        op.create_index(name, table, columns)
