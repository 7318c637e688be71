"""Command Room: a desktop command room with a live map for joint duty of police and security guards."""

__version__ = "0.1.0"
