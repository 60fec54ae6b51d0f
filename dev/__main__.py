"""``python3 dev VERB``: the door to everything in this folder."""
import sys
from pathlib import Path

OLDEST_PYTHON = (3, 10)

if sys.version_info < OLDEST_PYTHON:
    sys.exit("The desk needs Python 3.10 to 3.13, and this one is older: start it with a newer "
             "one, as in: python3.11 dev")

# `python3 dev` puts this folder itself first on the path, where dev/venv.py
# would hide the standard library's venv. The checkout takes its place.
sys.path[0] = str(Path(__file__).resolve().parent.parent)

from dev.cli import main  # noqa: E402

sys.exit(main())
