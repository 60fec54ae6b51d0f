"""``python tests/bench [options]``, in an environment where ``import odoo`` works."""
import sys
from pathlib import Path

# Running the folder puts it first on the path itself; as a package it needs its parent there.
sys.path[0] = str(Path(__file__).resolve().parent.parent)

from bench.cli import main  # noqa: E402

sys.exit(main())
