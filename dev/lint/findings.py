"""How our own checkers tell what they found: one line each, where an editor can jump to."""
import sys

from .. import paths


class Findings:
    """Collects findings and ends the program with the right exit code."""

    def __init__(self):
        self.count = 0

    def add(self, path, line, text):
        self.count += 1
        print(f"{path.relative_to(paths.ROOT)}:{line}: {text}")

    def leave(self):
        sys.exit(1 if self.count else 0)
