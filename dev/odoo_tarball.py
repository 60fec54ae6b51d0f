"""Odoo from the publisher's source tarball, for machines that are not Debian."""
import tarfile
import urllib.error
import urllib.request

from . import paths, say
from .trouble import Trouble

NAME = "the public source tarball"
PLACE = "source"
ADDRESSES = ("https://github.com/odoo/odoo/archive/refs/heads/19.0.tar.gz",
             "https://nightly.odoo.com/19.0/nightly/src/odoo_19.0.latest.tar.gz")

SECONDS_TO_ANSWER = 20
CHUNK = 1 << 20


def fetch(folder):
    """Fill a folder with Odoo's source from the first address that answers."""
    archive = paths.cache() / "odoo.tar.gz"
    archive.parent.mkdir(parents=True, exist_ok=True)
    for address in ADDRESSES:
        try:
            _download(address, archive)
            _unpack(archive, folder / PLACE)
        except (OSError, EOFError, tarfile.TarError) as error:
            say.detail(f"{address.split('/')[2]}: {getattr(error, 'reason', error)}")
        else:
            return
        finally:
            archive.unlink(missing_ok=True)
    raise Trouble("Neither of the places that publish Odoo's source gave it.")


def _download(address, target):
    with urllib.request.urlopen(address, timeout=SECONDS_TO_ANSWER) as answer, \
            target.open("wb") as file, say.progress() as progress:
        total = int(answer.headers.get("Content-Length") or 0)
        while chunk := answer.read(CHUNK):
            file.write(chunk)
            done = say.megabytes(file.tell())
            progress.show(f"{done} of {say.megabytes(total)}" if total else done)
    if total and target.stat().st_size != total:
        raise urllib.error.URLError("the connection broke off")


def _unpack(archive, place):
    """Lay the archive's one folder at ``place``."""
    unpacked = place.with_name("unpacked")
    with tarfile.open(archive) as tar:
        # Refuses members that would land outside of the folder.
        tar.extraction_filter = getattr(tarfile, "data_filter", None)
        tar.extractall(unpacked)
    (top,) = unpacked.iterdir()
    top.rename(place)
    unpacked.rmdir()
