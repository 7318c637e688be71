"""What is drawn on the map, and the patrol routes of the register."""

import sqlalchemy as sa
from alembic import op

from commandroom.models.store.columns import IdList, PointList, UtcTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the two tables; nothing that was there changes."""
    op.create_table(
        "drawing",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("points", PointList(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("drawn_by", sa.Text(), nullable=False),
        sa.Column("drawn_at", UtcTime(), nullable=False),
        sa.Column("is_removed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_drawing"),
    )
    op.create_table(
        "patrol",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("points", PointList(), nullable=False),
        sa.Column("posts", IdList(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_patrol"),
    )
