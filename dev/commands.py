"""Starting other programs, and taking them along when this one has to end."""
import subprocess
from contextlib import contextmanager

from . import paths
from .trouble import Trouble

SECONDS_TO_STOP = 30


def logged(command, log, trouble, on_line=None, **options):
    """Run a command whose output goes to a log file; raise Trouble if it fails.

    ``on_line`` sees each line as it comes, for progress.
    """
    path = paths.log(log)
    with path.open("a", encoding="utf-8") as output_file:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, errors="replace", **options)
        with ended(process):
            for line in process.stdout:
                output_file.write(line)
                if on_line:
                    on_line(line.rstrip())
            process.wait()
    if process.returncode:
        raise Trouble(f"{trouble} What happened is in {path}.")


def output(command, **options):
    """What a command prints, or None when it fails or does not exist."""
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, check=False, **options)
    except OSError:
        return None
    return None if done.returncode else done.stdout


def foreground(command, **options):
    """Run a command in this terminal to its end and return its exit code.

    Ctrl-C reaches the child by itself, as both belong to the terminal's
    group: this side only waits until the child has tidied up.
    """
    process = subprocess.Popen(command, **options)
    with ended(process):
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue


@contextmanager
def ended(process):
    """Make sure that a child does not outlive the block, whatever ends it."""
    try:
        yield
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
