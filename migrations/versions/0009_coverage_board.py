"""One index that holds all a board adds up of who is served."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

WHERE = ["register", "unit_id", "hamlet_id", "class_", "state"]
SUMMED = ["people", "women", "khmer", "minority", "households", "entitled"]


def upgrade() -> None:
    op.drop_index("ix_coverage_unit", "coverage")
    op.create_index("ix_coverage_board", "coverage", [*WHERE, *SUMMED])


def downgrade() -> None:
    op.drop_index("ix_coverage_board", "coverage")
    op.create_index("ix_coverage_unit", "coverage", ["register", "unit_id", "state"])
