"""Remove everything that was made here: databases, attachments, environment, logs.

What was fetched is kept, so that starting afresh is quick; --all removes it too.
"""
from .. import files, locks, paths, postgres, say, servers
from ..trouble import Trouble


def add_arguments(parser):
    parser.add_argument("--all", action="store_true", help="remove what was fetched, too")


def main(options):
    if servers.serving():
        raise Trouble("A desk is being served from this checkout: `python3 dev stop` first.")
    if not locks.is_unused(postgres.IN_USE):
        raise Trouble("Another `python3 dev` command uses the databases: let it end first.")
    private = postgres.private()
    if private:
        say.step("Removing the databases")
        private.remove()
    say.step("Removing what was made in .dev")
    for path in sorted(paths.STATE.glob("*")):
        # The shared cache that a developer named lies elsewhere and is not ours to remove.
        if options.all or path.name != "cache":
            files.remove(path)
