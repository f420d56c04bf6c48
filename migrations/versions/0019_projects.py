"""Projects that help households to produce, and who takes part in them."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _projects()
    _beside()
    _lines()


def _projects() -> None:
    op.create_table(
        "project",
        sa.Column("id", Id, nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("sector", sa.String(length=12), nullable=False),
        sa.Column("programme", sa.String(length=10), nullable=False),
        sa.Column("unit_id", Id, nullable=False),
        sa.Column("place", sa.String(length=150)),
        sa.Column("owner", sa.String(length=150), nullable=False),
        sa.Column("partner", sa.String(length=150)),
        sa.Column("decision_no", sa.String(length=60)),
        sa.Column("decision_date", sa.Date()),
        sa.Column("min_target_share", sa.SmallInteger()),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("note", sa.String(length=500)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_project_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sa.UniqueConstraint("code", name=op.f("uq_project_code")),
    )
    op.create_index(op.f("ix_project_unit_id"), "project", ["unit_id"])


def _beside() -> None:
    op.create_table(
        "project_capital",
        sa.Column("id", Id, nullable=False),
        sa.Column("project_id", Id, nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_project_capital_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_capital")),
    )
    op.create_index(op.f("ix_project_capital_project_id"), "project_capital", ["project_id"])

    op.create_table(
        "project_input",
        sa.Column("id", Id, nullable=False),
        sa.Column("project_id", Id, nullable=False),
        sa.Column("item", sa.String(length=150), nullable=False),
        sa.Column("measure", sa.String(length=20), nullable=False),
        sa.Column("unit_price", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_project_input_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_input")),
    )
    op.create_index(op.f("ix_project_input_project_id"), "project_input", ["project_id"])

    op.create_table(
        "project_step",
        sa.Column("id", Id, nullable=False),
        sa.Column("project_id", Id, nullable=False),
        sa.Column("from_state", sa.String(length=20)),
        sa.Column("to_state", sa.String(length=20), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=20)),
        sa.Column("note", sa.String(length=500)),
        sa.Column("made_by", sa.String(length=100), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_project_step_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_step")),
    )
    op.create_index(op.f("ix_project_step_project_id"), "project_step", ["project_id"])

    op.create_table(
        "project_training",
        sa.Column("id", Id, nullable=False),
        sa.Column("project_id", Id, nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("topic", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=150)),
        sa.Column("people", sa.SmallInteger(), nullable=False),
        sa.Column("women", sa.SmallInteger()),
        sa.Column("language", sa.String(length=5)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_project_training_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_training")),
    )
    op.create_index(op.f("ix_project_training_project_id"), "project_training", ["project_id"])


def _lines() -> None:
    op.create_table(
        "production",
        sa.Column("id", Id, nullable=False),
        sa.Column("project", sa.String(length=12), nullable=False),
        sa.Column("content", sa.String(length=10), nullable=False),
        sa.Column("item", sa.String(length=150)),
        sa.Column("measure", sa.String(length=20)),
        sa.Column("quantity", sa.Integer()),
        sa.Column("unit_price", sa.BigInteger()),
        sa.Column("receiver", sa.String(length=100)),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.Column("handed_on", sa.Date()),
        sa.Column("minutes_no", sa.String(length=60)),
        sa.Column("result", sa.String(length=5)),
        sa.Column("revenue", sa.BigInteger()),
        sa.Column("escaped", sa.Boolean(), nullable=False),
        sa.Column("revolved_to", sa.String(length=12)),
        sa.Column("target_group", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["entry.id"], name=op.f("fk_production_id_entry")),
        sa.ForeignKeyConstraint(["project"], ["project.code"], name=op.f("fk_production_project_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_production")),
    )
    op.create_index("ix_production_project", "production", ["project"])


def downgrade() -> None:
    for table in (
        "production",
        "project_training",
        "project_step",
        "project_input",
        "project_capital",
        "project",
    ):
        op.drop_table(table)
