"""Folders that are either whole or not there, whatever gets interrupted."""
import hashlib
import shutil
from contextlib import contextmanager


@contextmanager
def whole_directory(target):
    """Give an empty folder to fill, which takes its place only when that went well.

    So a folder that exists is complete, and a step that was killed half-way
    is simply done again.
    """
    part = target.with_name(f"{target.name}.part")
    remove(part)
    part.mkdir(parents=True)
    yield part
    remove(target)
    part.rename(target)


def write_whole(target, text):
    """Write a small file so that nobody ever reads half of it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(target)


def remove(path):
    """Remove a file or a folder that may not be there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def digest(paths, base):
    """A fingerprint of these files: their names below ``base`` and what is in them."""
    summed = hashlib.sha256()
    for path in sorted(paths):
        content = path.read_bytes()
        summed.update(f"{path.relative_to(base)}\0{len(content)}\0".encode())
        summed.update(content)
    return summed.hexdigest()


def size(folder):
    """How many bytes lie in a folder that somebody may be writing to right now."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except FileNotFoundError:
            continue
    return total
