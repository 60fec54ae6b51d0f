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
    options = _parse((sys.argv[1:] if arguments is None else arguments) or ["--help"])
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


def _parse(arguments):
    """The verb and its options. What is not its own goes to the program behind it, in order."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    parser = _parser()
    options, unknown = parser.parse_known_args(arguments[:end])
    options.rest = unknown + arguments[end + 1:]
    if options.rest and not getattr(options, "takes_rest", False):
        parser.error(f"unknown: {' '.join(options.rest)}")
    return options


def _parser():
    parser = argparse.ArgumentParser(
        prog="python3 dev", description="The service desk's developer environment.")
    verbs = parser.add_subparsers(metavar="VERB", required=True)
    for name, verb in VERBS.items():
        text = verb.__doc__.strip()
        added = verbs.add_parser(name, help=text.splitlines()[0].rstrip("."), description=text,
                                 allow_abbrev=False,
                                 formatter_class=argparse.RawDescriptionHelpFormatter)
        added.set_defaults(verb=verb)
        verb.add_arguments(added)
    return parser
