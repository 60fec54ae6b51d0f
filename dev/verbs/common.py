"""Arguments that several verbs share."""
import argparse

DATABASE = "service_desk"


def add_database(parser, default=DATABASE):
    parser.add_argument("-d", "--database", metavar="NAME", default=default,
                        help=f"work on this database (default: {default})")


def add_fresh(parser):
    parser.add_argument("--fresh", action="store_true", help="make the database anew first")


def add_rest(parser, what):
    """Everything after ``--`` (or the first argument that is not the verb's own)."""
    parser.add_argument("rest", nargs=argparse.REMAINDER, metavar="-- ...", help=what)


def rest(options):
    return options.rest[1:] if options.rest[:1] == ["--"] else options.rest
