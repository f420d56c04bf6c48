"""Schools, and the aid of their pupils and students."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0013"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "school",
        sa.Column("id", Id, nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=150), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("unit_id", Id, nullable=True),
        sa.Column("fictional", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_school_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school")),
        sa.UniqueConstraint("code", name=op.f("uq_school_code")),
    )
    op.create_table(
        "students",
        sa.Column("id", Id, nullable=False),
        sa.Column("policy", sa.String(length=12), nullable=False),
        sa.Column("school_year", sa.String(length=9), nullable=False),
        sa.Column("school", sa.String(length=20), nullable=False),
        sa.Column("grade", sa.String(length=20), nullable=True),
        sa.Column("ground", sa.String(length=10), nullable=False),
        sa.Column("months", sa.SmallInteger(), nullable=True),
        sa.Column("rate", sa.Integer(), nullable=True),
        sa.Column("share", sa.String(length=3), nullable=True),
        sa.Column("rice_kg", sa.SmallInteger(), nullable=True),
        sa.Column("hardship", sa.Boolean(), nullable=False),
        sa.Column("distance_km", sa.SmallInteger(), nullable=True),
        sa.Column("lodging", sa.Boolean(), nullable=False),
        sa.Column("receiver", sa.String(length=100), nullable=True),
        sa.Column("grant_kind", sa.String(length=5), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["entry.id"], name=op.f("fk_students_id_entry")),
        sa.ForeignKeyConstraint(["school"], ["school.code"], name=op.f("fk_students_school_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_students")),
    )
    op.create_index("ix_students_school", "students", ["school", "school_year"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_students_school", table_name="students")
    op.drop_table("students")
    op.drop_table("school")
