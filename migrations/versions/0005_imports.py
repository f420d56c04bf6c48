"""Imports: the files that were brought in, and how their columns were mapped."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "import_batch",
        sa.Column("id", Id, nullable=False),
        sa.Column("target", sa.String(length=30), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("new_rows", Id, nullable=False),
        sa.Column("changed_rows", Id, nullable=False),
        sa.Column("same_rows", Id, nullable=False),
        sa.Column("change", sa.String(length=26), nullable=False),
        sa.Column("user_id", Id, nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
    )
    op.create_index("ix_import_batch_user_id_made_at", "import_batch", ["user_id", "made_at"], unique=False)
    op.create_table(
        "import_mapping",
        sa.Column("id", Id, nullable=False),
        sa.Column("user_id", Id, nullable=False),
        sa.Column("target", sa.String(length=30), nullable=False),
        sa.Column("signature", sa.String(length=32), nullable=False),
        sa.Column("columns", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_mapping")),
        sa.UniqueConstraint("user_id", "target", "signature", name=op.f("uq_import_mapping_user_id_target_signature")),
    )


def downgrade() -> None:
    op.drop_table("import_mapping")
    op.drop_index("ix_import_batch_user_id_made_at", table_name="import_batch")
    op.drop_table("import_batch")
