"""Review rounds are locked and taken back like everything people change: a version, and whether they were withdrawn.

The columns are added and dropped in place. A batch would rebuild the table, and SQLite does not drop a table that
others refer to. Going down, a round whose adding was undone stands in the list again: the older program knows no other.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("review_round", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("review_round", sa.Column("withdrawn", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("review_round", "withdrawn")
    op.drop_column("review_round", "version")
