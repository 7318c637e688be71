"""The first schema."""

import sqlalchemy as sa
from alembic import op

from commandroom.models.store.columns import KitList, UtcTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create every table."""
    op.create_table(
        "counter",
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series", name="pk_counter"),
    )
    op.create_table(
        "firm",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_firm"),
    )
    op.create_table(
        "journal",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", UtcTime(), nullable=False),
        sa.Column("operator", sa.Text(), nullable=False),
        sa.Column("seat", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("command", sa.Text(), nullable=True),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_journal"),
    )
    op.create_index("ix_journal_at", "journal", ["at"], unique=False)
    op.create_table(
        "mark",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_mark"),
    )
    op.create_table(
        "post",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("firm", sa.Text(), nullable=True),
        sa.Column("equipment", KitList(), nullable=False),
        sa.ForeignKeyConstraint(["firm"], ["firm.id"], name="fk_post_firm"),
        sa.PrimaryKeyConstraint("id", name="pk_post"),
    )
    op.create_table(
        "incident",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("police_needed", sa.Boolean(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("place_name", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("caller", sa.Text(), nullable=False),
        sa.Column("reported_at", UtcTime(), nullable=False),
        sa.Column("own_post", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("closed_at", UtcTime(), nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["own_post"], ["post.id"], name="fk_incident_own_post"),
        sa.PrimaryKeyConstraint("id", name="pk_incident"),
    )
    op.create_index("ix_incident_reported_at", "incident", ["reported_at"], unique=False)
    op.create_index("ix_incident_status", "incident", ["status"], unique=False)
    op.create_table(
        "unit",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("call_sign", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("crew", sa.Integer(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("home_post", sa.Text(), nullable=True),
        sa.Column("firm", sa.Text(), nullable=True),
        sa.Column("equipment", KitList(), nullable=False),
        sa.Column("duty", sa.Text(), nullable=False),
        sa.Column("heading_deg", sa.Double(), nullable=True),
        sa.Column("position_at", UtcTime(), nullable=True),
        sa.Column("incident", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["firm"], ["firm.id"], name="fk_unit_firm"),
        sa.ForeignKeyConstraint(["home_post"], ["post.id"], name="fk_unit_home_post"),
        sa.ForeignKeyConstraint(["incident"], ["incident.id"], name="fk_unit_incident"),
        sa.PrimaryKeyConstraint("id", name="pk_unit"),
        sa.UniqueConstraint("call_sign", name="uq_unit_call_sign"),
    )
    op.create_table(
        "assignment",
        sa.Column("incident", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("ordered_at", UtcTime(), nullable=False),
        sa.Column("ordered_by", sa.Text(), nullable=False),
        sa.Column("eta_s", sa.Double(), nullable=True),
        sa.Column("acknowledged_at", UtcTime(), nullable=True),
        sa.Column("en_route_at", UtcTime(), nullable=True),
        sa.Column("on_scene_at", UtcTime(), nullable=True),
        sa.Column("cleared_at", UtcTime(), nullable=True),
        sa.Column("withdrawn_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(["incident"], ["incident.id"], name="fk_assignment_incident"),
        sa.ForeignKeyConstraint(["unit"], ["unit.id"], name="fk_assignment_unit"),
        sa.PrimaryKeyConstraint("incident", "unit", "turn", name="pk_assignment"),
    )
    op.create_index(
        "uq_assignment_one_active_per_unit",
        "assignment",
        ["unit"],
        unique=True,
        sqlite_where=sa.text("is_active"),
        postgresql_where=sa.text("is_active"),
    )
    op.create_table(
        "member",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("firm", sa.Text(), nullable=True),
        sa.Column("post", sa.Text(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["firm"], ["firm.id"], name="fk_member_firm"),
        sa.ForeignKeyConstraint(["post"], ["post.id"], name="fk_member_post"),
        sa.ForeignKeyConstraint(["unit"], ["unit.id"], name="fk_member_unit"),
        sa.PrimaryKeyConstraint("id", name="pk_member"),
    )
    op.create_table(
        "ring_clock",
        sa.Column("incident", sa.Text(), nullable=False),
        sa.Column("ring", sa.Text(), nullable=False),
        sa.Column("limit_s", sa.Integer(), nullable=False),
        sa.Column("has_owner", sa.Boolean(), nullable=False),
        sa.Column("met_at", UtcTime(), nullable=True),
        sa.Column("met_by", sa.Text(), nullable=True),
        sa.Column("is_missed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["incident"], ["incident.id"], name="fk_ring_clock_incident"),
        sa.ForeignKeyConstraint(["met_by"], ["unit.id"], name="fk_ring_clock_met_by"),
        sa.PrimaryKeyConstraint("incident", "ring", name="pk_ring_clock"),
    )
