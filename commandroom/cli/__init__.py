"""The command line. Every sub-command has `--help`; failures say one clear sentence and exit with 1."""

import os
import sys
from collections.abc import Sequence
from itertools import pairwise

from commandroom.cli.acts import ACTS, Act, Answer
from commandroom.cli.words import NotUnderstood, parser_of
from commandroom.errors import Refusal, WorldFailed
from commandroom.settings import read_settings
from commandroom.wording import Language, Wording


def run(arguments: Sequence[str]) -> Answer:
    """Do what the command line says and return the exit code."""
    spoken = Wording(_first_language(arguments))
    try:
        asked = parser_of(ACTS).parse_args(arguments)
    except NotUnderstood as why:
        said = spoken.say(why.key) if why.key else why.text
        print(spoken.say("app.usage", why=said, prog=why.prog), file=sys.stderr)
        return 2
    wording = spoken
    try:
        settings = read_settings(asked.home, os.environ)
        if asked.language:
            settings = settings.with_language(asked.language)
        wording = Wording(settings.language)
        do: Act = asked.do
        return do(asked, settings, wording)
    except (Refusal, WorldFailed) as why:
        print(wording.error(why), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _first_language(arguments: Sequence[str]) -> Language:
    """Before anything is read: what was asked for, else what the environment says, else Chinese."""
    for name, value in pairwise((*arguments, "")):
        if name == "--language" or name.startswith("--language="):
            return "en" if "en" in (value, name.partition("=")[2]) else "zh"
    return "en" if os.environ.get("COMMANDROOM_LANGUAGE") == "en" else "zh"
