"""Takes the mails that a served demo sends, and keeps them as files instead of delivering them.

Both a part of ``dev`` and a program of its own, which the virtual environment runs:
``python postbox.py PORT FOLDER``.
"""
import re
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

HOST = "127.0.0.1"
UNFIT = re.compile(r"[^\w.@-]+")


@contextmanager
def opened(python, port, folder):
    """Have a mail server on that port for as long as the block takes.

    :param python: the interpreter that has the package ``aiosmtpd``
    """
    from . import commands  # not there when this file is the program

    folder.mkdir(parents=True, exist_ok=True)
    process = subprocess.Popen(
        [str(python), str(Path(__file__).resolve()), str(port), str(folder)],
        stdin=subprocess.DEVNULL, start_new_session=True)
    with commands.ended(process):
        yield


class Folder:
    """Where mails end: one file each, named after the moment and the recipient."""

    def __init__(self, path):
        self.path = path

    async def handle_DATA(self, _server, _session, envelope):
        recipient = UNFIT.sub("_", envelope.rcpt_tos[0])[:80]
        name = f"{time.strftime('%Y%m%d-%H%M%S')}-{time.time_ns() % 10**9:09}-{recipient}.eml"
        (self.path / name).write_bytes(envelope.original_content)
        return "250 Kept"


def main(port, folder):
    """Serve until somebody ends this process."""
    from aiosmtpd.controller import Controller  # the program's, not dev's

    Controller(Folder(Path(folder)), hostname=HOST, port=int(port)).start()
    threading.Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
