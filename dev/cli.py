"""Verbs and their arguments; every failure ends here as one sentence."""
import argparse
import signal
import sys

from .trouble import Trouble
from .verbs import VERBS


def main(arguments=None):
    """Run one verb and return the exit code."""
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, _end)
    options = _parser().parse_args(arguments)
    try:
        return options.verb.main(options) or 0
    except Trouble as trouble:
        print(f"\nTrouble: {trouble}", file=sys.stderr)
    except PermissionError as error:
        print(f"\nTrouble: {error.filename} may not be touched by this user: was it made by "
              "another one? Run as that user, or remove it.", file=sys.stderr)
    except KeyboardInterrupt:
        print("\nInterrupted. The same command takes it up again.", file=sys.stderr)
        return 130
    return 1


def _end(signum, _frame):
    """Leave in an orderly way, so that what was started is stopped."""
    raise SystemExit(128 + signum)


def _parser():
    parser = argparse.ArgumentParser(
        prog="python3 dev", description="The service desk's developer environment.")
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    for name, verb in VERBS.items():
        text = verb.__doc__.strip()
        added = verbs.add_parser(name, help=text.splitlines()[0].rstrip("."), description=text,
                                 formatter_class=argparse.RawDescriptionHelpFormatter)
        added.set_defaults(verb=verb)
        verb.add_arguments(added)
    return parser
