"""Arguments that several verbs share."""
DATABASE = "service_desk"


def add_database(parser, default=DATABASE):
    parser.add_argument("-d", "--database", metavar="NAME", default=default,
                        help=f"work on this database (default: {default})")


def add_fresh(parser):
    parser.add_argument("--fresh", action="store_true", help="make the database anew first")


def add_rest(parser, what):
    """Pass on every argument that is not the verb's own, and all after ``--``."""
    parser.set_defaults(takes_rest=True)
    parser.usage = f"python3 dev {parser.prog.split()[-1]} [options] [--] [{what}]"
