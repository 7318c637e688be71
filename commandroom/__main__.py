"""`python -m commandroom`."""

import sys

from commandroom.cli import run


def main() -> int:
    """The console script; returns the exit code."""
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
