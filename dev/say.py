"""Telling the person at the terminal what goes on, and how far it is."""
import sys
import time
from contextlib import contextmanager

SECONDS_BETWEEN_LINES = 10
SECONDS_BETWEEN_REDRAWS = 0.2


def step(text):
    """Announce one step of the work."""
    print(f"==> {text}", flush=True)


def detail(text):
    """Add a line below the step that was announced last."""
    print(f"    {text}", flush=True)


def megabytes(size):
    return f"{size / 1_000_000:.0f} MB"


class Progress:
    """How far a long step is: one line redrawn on a terminal, else a line now and then.

    Logs of a continuous-integration run have no cursor to move, so there a
    line is printed every few seconds only.
    """

    def __init__(self, stream=None):
        self.stream = stream or sys.stdout
        self.redraws = self.stream.isatty()
        self.shown_at = time.monotonic()
        self.drawn = False

    def show(self, text):
        now = time.monotonic()
        wait = SECONDS_BETWEEN_REDRAWS if self.redraws else SECONDS_BETWEEN_LINES
        if now - self.shown_at < wait:
            return
        self.shown_at = now
        self.drawn = True
        line = f"\r\033[K    {text}" if self.redraws else f"    {text}\n"
        self.stream.write(line)
        self.stream.flush()

    def interrupt(self, text):
        """Print a line of its own without spoiling the redrawn one."""
        self.clear()
        self.stream.write(f"    {text}\n")
        self.stream.flush()

    def clear(self):
        if self.redraws and self.drawn:
            self.stream.write("\r\033[K")
            self.stream.flush()


@contextmanager
def progress():
    """Give a Progress whose line is gone when the step is over."""
    shown = Progress()
    try:
        yield shown
    finally:
        shown.clear()
