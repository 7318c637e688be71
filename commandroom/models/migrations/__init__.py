"""The schema's history. `upgrade` brings a database to the newest revision."""

from pathlib import Path

from sqlalchemy import Connection

HEAD = "0003"
"""The newest revision; a start on an up-to-date store needs only compare this."""


def upgrade(connection: Connection, *, to: str = "head") -> None:
    """Run what is missing up to the revision `to`, each in a transaction of its own."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def known_revisions() -> frozenset[str]:
    """Every revision this program knows."""
    return frozenset(path.stem.split("_")[0] for path in (Path(__file__).parent / "versions").glob("0*.py"))
