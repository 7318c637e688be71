"""Alembic's entry: runs the migrations on the connection handed over by `upgrade`."""

from alembic import context

from commandroom.models.store.rows import Row

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Row.metadata,
    render_as_batch=True,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
