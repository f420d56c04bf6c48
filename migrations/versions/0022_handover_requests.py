"""A commune asks another to hand over a household: about whom, and why."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PERSON = "fk_handover_person_id_person"


def upgrade() -> None:
    with op.batch_alter_table("handover") as handover:
        handover.add_column(sa.Column("person_id", Id, nullable=True))
        handover.add_column(sa.Column("reason", sa.String(length=500), nullable=True))
        handover.create_foreign_key(op.f(PERSON), "person", ["person_id"], ["id"])


def downgrade() -> None:
    op.execute("DELETE FROM handover WHERE state IN ('requested', 'granted', 'declined', 'cancelled')")
    with op.batch_alter_table("handover") as handover:
        handover.drop_constraint(op.f(PERSON), type_="foreignkey")
        handover.drop_column("reason")
        handover.drop_column("person_id")
