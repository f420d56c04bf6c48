"""Foundation: areas, agencies, households, people, reviews, accounts, the log."""

import sqlalchemy as sa
from alembic import op

from registry.storage.triggers import create_triggers, drop_triggers

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:

    op.create_table(
        "audit_event",
        sa.Column("seq", Id, autoincrement=False, nullable=False),
        sa.Column("change", sa.String(length=26), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", Id, nullable=True),
        sa.Column("command", sa.String(length=60), nullable=False),
        sa.Column("entity", sa.String(length=40), nullable=False),
        sa.Column("entity_id", Id, nullable=True),
        sa.Column("household_id", Id, nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("previous", sa.LargeBinary(length=32), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_event")),
    )
    op.create_index("ix_audit_event_change", "audit_event", ["change", "seq"], unique=False)
    op.create_index("ix_audit_event_entity", "audit_event", ["entity", "entity_id", "seq"], unique=False)
    op.create_index("ix_audit_event_household", "audit_event", ["household_id", "seq"], unique=False)
    op.create_table(
        "audit_head",
        sa.Column("id", Id, nullable=False),
        sa.Column("count", Id, nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "counter",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", Id, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counter")),
    )
    op.create_table(
        "ethnic_group",
        sa.Column("code", sa.String(length=2), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("synonyms", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_ethnic_group")),
    )
    op.create_table(
        "form_receipt",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("user_id", Id, nullable=False),
        sa.Column("location", sa.String(length=400), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_form_receipt")),
    )
    op.create_index("ix_form_receipt_created_at", "form_receipt", ["created_at"], unique=False)
    op.create_table(
        "household",
        sa.Column("id", Id, nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("causes", sa.String(length=200), nullable=False),
        sa.Column("merit", sa.Boolean(), nullable=False),
        sa.Column("no_labour", sa.Boolean(), nullable=False),
        sa.Column("social_protection", sa.Boolean(), nullable=False),
        sa.Column("lacks_home_land", sa.Boolean(), nullable=False),
        sa.Column("lacks_farm_land", sa.Boolean(), nullable=False),
        sa.Column("ended_reason", sa.String(length=12), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=True),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household")),
        sa.UniqueConstraint("code", name=op.f("uq_household_code")),
    )
    op.create_index("ix_household_touched_at", "household", ["touched_at"], unique=False)
    op.create_table(
        "parameter",
        sa.Column("id", Id, nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("scope", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("legal_basis", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parameter")),
        sa.UniqueConstraint("key", "scope", "starts", name=op.f("uq_parameter_key_scope_starts")),
    )
    op.create_table(
        "poverty_standard",
        sa.Column("id", Id, nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("legal_basis", sa.String(length=200), nullable=False),
        sa.Column("poor_when", sa.String(length=3), nullable=False),
        sa.Column("deprivations_for_poor", sa.SmallInteger(), nullable=False),
        sa.Column("rural_line", Id, nullable=False),
        sa.Column("urban_line", Id, nullable=False),
        sa.Column("rural_minimum", Id, nullable=False),
        sa.Column("urban_minimum", Id, nullable=False),
        sa.Column("rural_average", Id, nullable=False),
        sa.Column("urban_average", Id, nullable=False),
        sa.Column("rural_b1", sa.SmallInteger(), nullable=True),
        sa.Column("urban_b1", sa.SmallInteger(), nullable=True),
        sa.Column("rural_b1_minimum", sa.SmallInteger(), nullable=True),
        sa.Column("urban_b1_minimum", sa.SmallInteger(), nullable=True),
        sa.Column("b2_for_poor", sa.SmallInteger(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poverty_standard")),
        sa.UniqueConstraint("code", name=op.f("uq_poverty_standard_code")),
    )
    op.create_table(
        "setting",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=400), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_setting")),
    )
    op.create_table(
        "unit",
        sa.Column("id", Id, nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("type", sa.String(length=10), nullable=False),
        sa.Column("parent_id", Id, nullable=True),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_parent_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("code", "starts", name=op.f("uq_unit_code_starts")),
    )
    op.create_index(op.f("ix_unit_parent_id"), "unit", ["parent_id"], unique=False)
    op.create_table(
        "agency",
        sa.Column("id", Id, nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("short_name", sa.String(length=60), nullable=False),
        sa.Column("unit_id", Id, nullable=True),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_agency_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency")),
        sa.UniqueConstraint("code", name=op.f("uq_agency_code")),
    )
    op.create_table(
        "denominator",
        sa.Column("id", Id, nullable=False),
        sa.Column("unit_id", Id, nullable=False),
        sa.Column("measure", sa.String(length=20), nullable=False),
        sa.Column("value", Id, nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("fictional", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_denominator_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_denominator")),
        sa.UniqueConstraint("unit_id", "measure", "starts", name=op.f("uq_denominator_unit_id_measure_starts")),
    )
    op.create_table(
        "deprivation_indicator",
        sa.Column("id", Id, nullable=False),
        sa.Column("standard_id", Id, nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("dimension", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["standard_id"], ["poverty_standard.id"], name=op.f("fk_deprivation_indicator_standard_id_poverty_standard")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deprivation_indicator")),
        sa.UniqueConstraint("standard_id", "code", name=op.f("uq_deprivation_indicator_standard_id_code")),
    )
    op.create_table(
        "hamlet",
        sa.Column("id", Id, nullable=False),
        sa.Column("unit_id", Id, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("name_fold", sa.String(length=200), nullable=False),
        sa.Column("fictional", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_hamlet_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hamlet")),
    )
    op.create_index("ix_hamlet_unit_id_name_fold", "hamlet", ["unit_id", "name_fold"], unique=False)
    op.create_table(
        "household_code",
        sa.Column("id", Id, nullable=False),
        sa.Column("household_id", Id, nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_household_code_household_id_household")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_code")),
    )
    op.create_index("ix_household_code_code", "household_code", ["code"], unique=False)
    op.create_index(op.f("ix_household_code_household_id"), "household_code", ["household_id"], unique=False)
    op.create_table(
        "household_period",
        sa.Column("id", Id, nullable=False),
        sa.Column("household_id", Id, nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("unit_id", Id, nullable=False),
        sa.Column("hamlet_id", Id, nullable=True),
        sa.Column("class_", sa.String(length=10), nullable=False),
        sa.Column("class_from", sa.Date(), nullable=True),
        sa.Column("escaped_on", sa.Date(), nullable=True),
        sa.Column("head_id", Id, nullable=True),
        sa.Column("head_sex", sa.String(length=6), nullable=False),
        sa.Column("head_name", sa.String(length=100), nullable=False),
        sa.Column("head_sort", sa.LargeBinary(length=400), nullable=False),
        sa.Column("ethnicity", sa.String(length=2), nullable=False),
        sa.Column("members", sa.SmallInteger(), nullable=False),
        sa.Column("women", sa.SmallInteger(), nullable=False),
        sa.Column("khmer", sa.SmallInteger(), nullable=False),
        sa.Column("minority", sa.SmallInteger(), nullable=False),
        sa.Column("search", sa.String(length=4000), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_household_period_household_id_household")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_period")),
    )
    op.create_index("ix_household_period_class_sort", "household_period", ["class_", "head_sort"], unique=False)
    op.create_index(
        "ix_household_period_facets",
        "household_period",
        [
            "ends",
            "unit_id",
            "class_",
            "ethnicity",
            "head_sex",
            "escaped_on",
            "starts",
            "members",
            "women",
            "khmer",
            "minority",
        ],
        unique=False,
    )
    op.create_index(
        "ix_household_period_household", "household_period", ["household_id", "starts", "ends", "unit_id"], unique=False
    )
    op.create_index("ix_household_period_sort", "household_period", ["head_sort", "starts", "ends"], unique=False)
    op.create_index("ix_household_period_unit_ends", "household_period", ["unit_id", "ends", "starts"], unique=False)
    op.create_index("ix_household_period_unit_sort", "household_period", ["unit_id", "head_sort"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", Id, nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("name_fold", sa.String(length=200), nullable=False),
        sa.Column("sex", sa.String(length=6), nullable=False),
        sa.Column("birth_year", sa.SmallInteger(), nullable=False),
        sa.Column("birth_month", sa.SmallInteger(), nullable=True),
        sa.Column("birth_day", sa.SmallInteger(), nullable=True),
        sa.Column("ethnicity", sa.String(length=2), nullable=False),
        sa.Column("died_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["ethnicity"], ["ethnic_group.code"], name=op.f("fk_person_ethnicity_ethnic_group")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("code", name=op.f("uq_person_code")),
    )
    op.create_index("ix_person_name_fold_birth_year", "person", ["name_fold", "birth_year"], unique=False)
    op.create_table(
        "review_round",
        sa.Column("id", Id, nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("standard_id", Id, nullable=False),
        sa.Column("opens", sa.Date(), nullable=False),
        sa.Column("closes", sa.Date(), nullable=False),
        sa.Column("fictional", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["standard_id"], ["poverty_standard.id"], name=op.f("fk_review_round_standard_id_poverty_standard")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_round")),
        sa.UniqueConstraint("code", name=op.f("uq_review_round_code")),
    )
    op.create_table(
        "unit_succession",
        sa.Column("id", Id, nullable=False),
        sa.Column("from_id", Id, nullable=False),
        sa.Column("to_id", Id, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("legal_basis", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["from_id"], ["unit.id"], name=op.f("fk_unit_succession_from_id_unit")),
        sa.ForeignKeyConstraint(["to_id"], ["unit.id"], name=op.f("fk_unit_succession_to_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_succession")),
    )
    op.create_index(op.f("ix_unit_succession_from_id"), "unit_succession", ["from_id"], unique=False)
    op.create_index(op.f("ix_unit_succession_to_id"), "unit_succession", ["to_id"], unique=False)
    op.create_table(
        "agency_duty",
        sa.Column("id", Id, nullable=False),
        sa.Column("agency_id", Id, nullable=False),
        sa.Column("duty", sa.String(length=40), nullable=False),
        sa.Column("legal_basis", sa.String(length=200), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_agency_duty_agency_id_agency")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_duty")),
    )
    op.create_index(op.f("ix_agency_duty_agency_id"), "agency_duty", ["agency_id"], unique=False)
    op.create_table(
        "area_class",
        sa.Column("id", Id, nullable=False),
        sa.Column("unit_id", Id, nullable=False),
        sa.Column("hamlet_id", Id, nullable=True),
        sa.Column("area_class", sa.String(length=10), nullable=False),
        sa.Column("legal_basis", sa.String(length=200), nullable=False),
        sa.Column("fictional", sa.Boolean(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["hamlet_id"], ["hamlet.id"], name=op.f("fk_area_class_hamlet_id_hamlet")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_area_class_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area_class")),
    )
    op.create_index(op.f("ix_area_class_hamlet_id"), "area_class", ["hamlet_id"], unique=False)
    op.create_index(op.f("ix_area_class_unit_id"), "area_class", ["unit_id"], unique=False)
    op.create_table(
        "household_class",
        sa.Column("id", Id, nullable=False),
        sa.Column("household_id", Id, nullable=False),
        sa.Column("round_id", Id, nullable=False),
        sa.Column("standard_id", Id, nullable=False),
        sa.Column("class_", sa.String(length=10), nullable=False),
        sa.Column("decision_no", sa.String(length=60), nullable=False),
        sa.Column("decision_date", sa.Date(), nullable=False),
        sa.Column("area_type", sa.String(length=5), nullable=False),
        sa.Column("score_b1", sa.SmallInteger(), nullable=True),
        sa.Column("score_b2", sa.SmallInteger(), nullable=True),
        sa.Column("income_pc", Id, nullable=True),
        sa.Column("deprivations", sa.String(length=200), nullable=False),
        sa.Column("weak_parts", sa.String(length=200), nullable=False),
        sa.Column("certificate", sa.Boolean(), nullable=False),
        sa.Column("fictional", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_household_class_household_id_household")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["review_round.id"], name=op.f("fk_household_class_round_id_review_round")
        ),
        sa.ForeignKeyConstraint(
            ["standard_id"], ["poverty_standard.id"], name=op.f("fk_household_class_standard_id_poverty_standard")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_class")),
    )
    op.create_index(
        "ix_household_class_household_id_decision_date",
        "household_class",
        ["household_id", "decision_date"],
        unique=False,
    )
    op.create_index(op.f("ix_household_class_round_id"), "household_class", ["round_id"], unique=False)
    op.create_table(
        "household_head",
        sa.Column("id", Id, nullable=False),
        sa.Column("household_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_household_head_household_id_household")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_household_head_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_head")),
    )
    op.create_index("ix_household_head_household_id_starts", "household_head", ["household_id", "starts"], unique=False)
    op.create_index(op.f("ix_household_head_person_id"), "household_head", ["person_id"], unique=False)
    op.create_table(
        "membership",
        sa.Column("id", Id, nullable=False),
        sa.Column("household_id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("relationship", sa.String(length=2), nullable=False),
        sa.Column("joined_reason", sa.String(length=10), nullable=False),
        sa.Column("left_reason", sa.String(length=10), nullable=True),
        sa.Column("destination", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_membership_household_id_household")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    op.create_index(
        "ix_membership_household_id_starts", "membership", ["household_id", "starts", "ends", "person_id"], unique=False
    )
    op.create_index(
        "ix_membership_person_id_starts", "membership", ["person_id", "starts", "ends", "household_id"], unique=False
    )
    op.create_table(
        "person_number",
        sa.Column("id", Id, nullable=False),
        sa.Column("person_id", Id, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("number", sa.String(length=12), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("issued_by", sa.String(length=100), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_number_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_number")),
    )
    op.create_index("ix_person_number_number", "person_number", ["number"], unique=False)
    op.create_index(op.f("ix_person_number_person_id"), "person_number", ["person_id"], unique=False)
    op.create_table(
        "residence",
        sa.Column("id", Id, nullable=False),
        sa.Column("household_id", Id, nullable=False),
        sa.Column("unit_id", Id, nullable=False),
        sa.Column("hamlet_id", Id, nullable=True),
        sa.Column("address", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["hamlet_id"], ["hamlet.id"], name=op.f("fk_residence_hamlet_id_hamlet")),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_residence_household_id_household")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_residence_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_residence")),
    )
    op.create_index(op.f("ix_residence_hamlet_id"), "residence", ["hamlet_id"], unique=False)
    op.create_index("ix_residence_household_id_starts", "residence", ["household_id", "starts"], unique=False)
    op.create_index(op.f("ix_residence_unit_id"), "residence", ["unit_id"], unique=False)
    op.create_table(
        "user_account",
        sa.Column("id", Id, nullable=False),
        sa.Column("username", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("agency_id", Id, nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("reset_hash", sa.String(length=200), nullable=True),
        sa.Column("reset_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("auth_epoch", sa.SmallInteger(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_user_account_agency_id_agency")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("username", name=op.f("uq_user_account_username")),
    )
    op.create_table(
        "user_grant",
        sa.Column("id", Id, nullable=False),
        sa.Column("user_id", Id, nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("unit_id", Id, nullable=True),
        sa.Column("register", sa.String(length=20), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_user_grant_unit_id_unit")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_user_grant_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_grant")),
    )
    op.create_index(op.f("ix_user_grant_user_id"), "user_grant", ["user_id"], unique=False)

    dialect = op.get_bind().dialect.name
    if dialect == "sqlite":
        op.create_index("ix_household_period_words", "household_period", ["ends", "unit_id", "starts", "search"])
    else:
        op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        op.create_index(
            "ix_household_period_search",
            "household_period",
            ["search"],
            postgresql_using="gin",
            postgresql_ops={"search": "gin_trgm_ops"},
        )
    create_triggers(dialect, op.execute)
    op.bulk_insert(
        sa.table("audit_head", sa.column("id"), sa.column("count"), sa.column("hash", sa.LargeBinary)),
        [{"id": 1, "count": 0, "hash": bytes(32)}],
    )


def downgrade() -> None:
    drop_triggers(op.get_bind().dialect.name, op.execute)

    op.drop_index(op.f("ix_user_grant_user_id"), table_name="user_grant")
    op.drop_table("user_grant")
    op.drop_table("user_account")
    op.drop_index(op.f("ix_residence_unit_id"), table_name="residence")
    op.drop_index("ix_residence_household_id_starts", table_name="residence")
    op.drop_index(op.f("ix_residence_hamlet_id"), table_name="residence")
    op.drop_table("residence")
    op.drop_index(op.f("ix_person_number_person_id"), table_name="person_number")
    op.drop_index("ix_person_number_number", table_name="person_number")
    op.drop_table("person_number")
    op.drop_index("ix_membership_person_id_starts", table_name="membership")
    op.drop_index("ix_membership_household_id_starts", table_name="membership")
    op.drop_table("membership")
    op.drop_index(op.f("ix_household_head_person_id"), table_name="household_head")
    op.drop_index("ix_household_head_household_id_starts", table_name="household_head")
    op.drop_table("household_head")
    op.drop_index(op.f("ix_household_class_round_id"), table_name="household_class")
    op.drop_index("ix_household_class_household_id_decision_date", table_name="household_class")
    op.drop_table("household_class")
    op.drop_index(op.f("ix_area_class_unit_id"), table_name="area_class")
    op.drop_index(op.f("ix_area_class_hamlet_id"), table_name="area_class")
    op.drop_table("area_class")
    op.drop_index(op.f("ix_agency_duty_agency_id"), table_name="agency_duty")
    op.drop_table("agency_duty")
    op.drop_index(op.f("ix_unit_succession_to_id"), table_name="unit_succession")
    op.drop_index(op.f("ix_unit_succession_from_id"), table_name="unit_succession")
    op.drop_table("unit_succession")
    op.drop_table("review_round")
    op.drop_index("ix_person_name_fold_birth_year", table_name="person")
    op.drop_table("person")
    op.drop_index("ix_household_period_unit_sort", table_name="household_period")
    op.drop_index("ix_household_period_unit_ends", table_name="household_period")
    op.drop_index("ix_household_period_sort", table_name="household_period")
    op.drop_index("ix_household_period_household", table_name="household_period")
    op.drop_index("ix_household_period_facets", table_name="household_period")
    op.drop_index("ix_household_period_class_sort", table_name="household_period")
    op.drop_table("household_period")
    op.drop_index(op.f("ix_household_code_household_id"), table_name="household_code")
    op.drop_index("ix_household_code_code", table_name="household_code")
    op.drop_table("household_code")
    op.drop_index("ix_hamlet_unit_id_name_fold", table_name="hamlet")
    op.drop_table("hamlet")
    op.drop_table("deprivation_indicator")
    op.drop_table("denominator")
    op.drop_table("agency")
    op.drop_index(op.f("ix_unit_parent_id"), table_name="unit")
    op.drop_table("unit")
    op.drop_table("setting")
    op.drop_table("poverty_standard")
    op.drop_table("parameter")
    op.drop_index("ix_household_touched_at", table_name="household")
    op.drop_table("household")
    op.drop_index("ix_form_receipt_created_at", table_name="form_receipt")
    op.drop_table("form_receipt")
    op.drop_table("ethnic_group")
    op.drop_table("counter")
    op.drop_table("audit_head")
    op.drop_index("ix_audit_event_household", table_name="audit_event")
    op.drop_index("ix_audit_event_entity", table_name="audit_event")
    op.drop_index("ix_audit_event_change", table_name="audit_event")
    op.drop_table("audit_event")
