"""Whether a house is built or mended: a field named `form` hid the form it stood in from the browser's scripts."""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE housing RENAME COLUMN form TO work")


def downgrade() -> None:
    op.execute("ALTER TABLE housing RENAME COLUMN work TO form")
