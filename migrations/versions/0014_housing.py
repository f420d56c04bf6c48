"""The register of houses."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "housing",
        sa.Column("id", Id, nullable=False),
        sa.Column("programme", sa.String(length=12), nullable=False),
        sa.Column("form", sa.String(length=6), nullable=False),
        sa.Column("priority", sa.String(length=1)),
        sa.Column("no_house", sa.Boolean(), nullable=False),
        sa.Column("weak_parts", sa.String(length=200), nullable=False),
        sa.Column("area", sa.SmallInteger()),
        sa.Column("members", sa.SmallInteger()),
        sa.Column("land", sa.String(length=11)),
        sa.Column("votes_all", sa.SmallInteger()),
        sa.Column("votes_for", sa.SmallInteger()),
        sa.Column("approved_by", sa.String(length=8)),
        sa.Column("started_on", sa.Date()),
        sa.Column("finished_on", sa.Date()),
        sa.Column("new_area", sa.SmallInteger()),
        sa.Column("hard_parts", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["entry.id"], name=op.f("fk_housing_id_entry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_housing")),
    )


def downgrade() -> None:
    op.drop_table("housing")
