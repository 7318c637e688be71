"""Roles and goals of orders, clocks that escalate, roll-calls, hindrances on the roads, editable rules."""

import sqlalchemy as sa
from alembic import op

from commandroom.models.store.columns import IdList, Place, UtcTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add columns and two tables; what was there gets the values that it had without them."""
    _add("unit", sa.Column("missed_calls", sa.Integer(), nullable=False, server_default="0"))
    _add("incident", sa.Column("simple_rule", sa.Text(), nullable=False, server_default=""))
    _add("incident", sa.Column("held_until", UtcTime(), nullable=True))
    _add("assignment", sa.Column("role", sa.Text(), nullable=False, server_default=""))
    _add("assignment", sa.Column("goal", Place(), nullable=True))
    _add("assignment", sa.Column("goal_name", sa.Text(), nullable=False, server_default=""))
    _add("assignment", sa.Column("last_word_at", UtcTime(), nullable=True))
    _add("assignment", sa.Column("overdue", sa.Text(), nullable=False, server_default=""))
    _add("assignment", sa.Column("stage", sa.Integer(), nullable=False, server_default="0"))
    _add("drawing", sa.Column("effect", sa.Text(), nullable=False, server_default=""))
    _add("drawing", sa.Column("factor", sa.Double(), nullable=False, server_default="1"))
    op.create_table(
        "roll_call",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("called_at", UtcTime(), nullable=False),
        sa.Column("due_at", UtcTime(), nullable=False),
        sa.Column("units", IdList(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("is_over", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_roll_call"),
    )
    op.create_index("ix_roll_call_called_at", "roll_call", ["called_at"])
    op.create_index("ix_roll_call_is_over", "roll_call", ["is_over"])
    op.create_table(
        "doctrine",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_doctrine"),
    )


def _add(table: str, column: sa.Column[object]) -> None:
    op.add_column(table, column)
