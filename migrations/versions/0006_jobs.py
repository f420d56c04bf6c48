"""Jobs: work done beside the web pages, step by step, with a lease and a result."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
UNENDED = sa.column("state").in_(("waiting", "running"))


def upgrade() -> None:
    op.create_table(
        "job",
        sa.Column("id", Id, nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("user_id", Id, nullable=True),
        sa.Column("once", sa.String(length=40), nullable=True),
        sa.Column("about", sa.String(length=400), nullable=False),
        sa.Column("arguments", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=True),
        sa.Column("done", Id, nullable=False),
        sa.Column("total", Id, nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("cancelling", sa.Boolean(), nullable=False),
        sa.Column("tries", sa.SmallInteger(), nullable=False),
        sa.Column("worker", sa.String(length=32), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("mimetype", sa.String(length=80), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("code", name=op.f("uq_job_code")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_job_user_id_user_account")),
    )
    op.create_index("ix_job_once", "job", ["once"], unique=True, sqlite_where=UNENDED, postgresql_where=UNENDED)
    op.create_index("ix_job_state", "job", ["state", "lease_until"], unique=False)
    op.create_index("ix_job_user_id", "job", ["user_id"], unique=False)


def downgrade() -> None:
    for index in ("ix_job_user_id", "ix_job_state", "ix_job_once"):
        op.drop_index(index, table_name="job")
    op.drop_table("job")
