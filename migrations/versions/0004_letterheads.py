"""Letterheads of agencies: what their papers carry, from a day on."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "letterhead",
        sa.Column("id", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.Column("parent", sa.String(120), nullable=True),
        sa.Column("issuer", sa.String(200), nullable=False),
        sa.Column("place", sa.String(60), nullable=False),
        sa.Column("suffix", sa.String(30), nullable=True),
        sa.Column("signers", sa.String(800), nullable=False),
        sa.Column("recipients", sa.String(800), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_letterhead"),
        sa.UniqueConstraint("agency_id", "starts", name="uq_letterhead_agency_id_starts"),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name="fk_letterhead_agency_id_agency"),
    )


def downgrade() -> None:
    op.drop_table("letterhead")
