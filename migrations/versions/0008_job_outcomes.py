"""What a job has done, in a sentence, and the change that takes it back."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("job", sa.Column("outcome", sa.Text(), nullable=True))
    op.add_column("job", sa.Column("change", sa.String(length=26), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("job") as job:
        job.drop_column("change")
        job.drop_column("outcome")
