"""Lines of registers and their steps, health-insurance cards, what rules found, and who is served."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "coverage",
        sa.Column("register", sa.String(length=20), nullable=False),
        sa.Column("subject_id", Id, nullable=False),
        sa.Column("household_id", Id, nullable=False),
        sa.Column("unit_id", Id, nullable=False),
        sa.Column("hamlet_id", Id, nullable=True),
        sa.Column("class_", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("people", sa.SmallInteger(), nullable=False),
        sa.Column("women", sa.SmallInteger(), nullable=False),
        sa.Column("khmer", sa.SmallInteger(), nullable=False),
        sa.Column("minority", sa.SmallInteger(), nullable=False),
        sa.Column("households", sa.SmallInteger(), nullable=False),
        sa.Column("entitled", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_coverage_household_id_household")),
        sa.PrimaryKeyConstraint("register", "subject_id", "household_id", name=op.f("pk_coverage")),
    )
    op.create_index("ix_coverage_household", "coverage", ["household_id"], unique=False)
    op.create_index("ix_coverage_unit", "coverage", ["register", "unit_id", "state"], unique=False)
    op.create_table(
        "entry",
        sa.Column("id", Id, nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("register", sa.String(length=20), nullable=False),
        sa.Column("household_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=True),
        sa.Column("unit_id", Id, nullable=False),
        sa.Column("class_", sa.String(length=10), nullable=False),
        sa.Column("class_id", Id, nullable=True),
        sa.Column("legal_basis", sa.String(length=200), nullable=True),
        sa.Column("decision_no", sa.String(length=60), nullable=True),
        sa.Column("decision_date", sa.Date(), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("ended_reason", sa.String(length=20), nullable=True),
        sa.Column("batch", sa.String(length=26), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["class_id"], ["household_class.id"], name=op.f("fk_entry_class_id_household_class")),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_entry_household_id_household")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_entry_person_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_entry_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        sa.UniqueConstraint("code", name=op.f("uq_entry_code")),
    )
    op.create_index("ix_entry_batch", "entry", ["batch"], unique=False)
    op.create_index(
        "ix_entry_household", "entry", ["household_id", "register", "status", "starts", "ends"], unique=False
    )
    op.create_index("ix_entry_person", "entry", ["register", "person_id", "status", "starts", "ends"], unique=False)
    op.create_table(
        "entry_step",
        sa.Column("id", Id, nullable=False),
        sa.Column("entry_id", Id, nullable=False),
        sa.Column("household_id", Id, nullable=False),
        sa.Column("from_state", sa.String(length=20), nullable=True),
        sa.Column("to_state", sa.String(length=20), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("made_by", sa.String(length=100), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_entry_step_entry_id_entry")),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_entry_step_household_id_household")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_step")),
    )
    op.create_index("ix_entry_step_entry", "entry_step", ["entry_id", "to_state", "on_date"], unique=False)
    op.create_index(op.f("ix_entry_step_household_id"), "entry_step", ["household_id"], unique=False)
    op.create_table(
        "finding",
        sa.Column("id", Id, nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("rule", sa.String(length=20), nullable=False),
        sa.Column("household_id", Id, nullable=False),
        sa.Column("subject_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=True),
        sa.Column("entry_id", Id, nullable=True),
        sa.Column("unit_id", Id, nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_by", sa.String(length=26), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("owner_id", Id, nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=20), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_finding_entry_id_entry")),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_finding_household_id_household")),
        sa.ForeignKeyConstraint(["owner_id"], ["user_account.id"], name=op.f("fk_finding_owner_id_user_account")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_finding_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
        sa.UniqueConstraint("code", name=op.f("uq_finding_code")),
    )
    op.create_index(op.f("ix_finding_entry_id"), "finding", ["entry_id"], unique=False)
    op.create_index(
        "ix_finding_open",
        "finding",
        ["household_id", "rule", "subject_id"],
        unique=True,
        sqlite_where=sa.text("closed_on IS NULL"),
        postgresql_where=sa.text("closed_on IS NULL"),
    )
    op.create_index(op.f("ix_finding_person_id"), "finding", ["person_id"], unique=False)
    op.create_index("ix_finding_rule", "finding", ["rule", "closed_on", "state", "unit_id"], unique=False)
    op.create_index("ix_finding_unit", "finding", ["unit_id", "rule", "closed_on", "state"], unique=False)
    op.create_table(
        "insurance",
        sa.Column("id", Id, nullable=False),
        sa.Column("subject_code", sa.String(length=2), nullable=False),
        sa.Column("card_kind", sa.String(length=6), nullable=True),
        sa.Column("card_no", sa.String(length=15), nullable=True),
        sa.Column("bhxh_no", sa.String(length=10), nullable=True),
        sa.Column("benefit_level", sa.String(length=1), nullable=True),
        sa.Column("hn_basis", sa.String(length=20), nullable=True),
        sa.Column("facility_code", sa.String(length=5), nullable=True),
        sa.Column("area_mark", sa.String(length=2), nullable=True),
        sa.Column("months", sa.SmallInteger(), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["entry.id"], name=op.f("fk_insurance_id_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insurance")),
    )
    op.create_index("ix_insurance_bhxh_no", "insurance", ["bhxh_no"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_insurance_bhxh_no", table_name="insurance")
    op.drop_table("insurance")
    op.drop_index("ix_finding_unit", table_name="finding")
    op.drop_index("ix_finding_rule", table_name="finding")
    op.drop_index(op.f("ix_finding_person_id"), table_name="finding")
    op.drop_index(
        "ix_finding_open",
        table_name="finding",
        sqlite_where=sa.text("closed_on IS NULL"),
        postgresql_where=sa.text("closed_on IS NULL"),
    )
    op.drop_index(op.f("ix_finding_entry_id"), table_name="finding")
    op.drop_table("finding")
    op.drop_index(op.f("ix_entry_step_household_id"), table_name="entry_step")
    op.drop_index("ix_entry_step_entry", table_name="entry_step")
    op.drop_table("entry_step")
    op.drop_index("ix_entry_person", table_name="entry")
    op.drop_index("ix_entry_household", table_name="entry")
    op.drop_index("ix_entry_batch", table_name="entry")
    op.drop_table("entry")
    op.drop_index("ix_coverage_unit", table_name="coverage")
    op.drop_index("ix_coverage_household", table_name="coverage")
    op.drop_table("coverage")
