"""What browsers send, made harmless: text without control characters, numbers, checked files."""

import hashlib
import re
import unicodedata
import uuid

from odoo.http import request

from ..models.service_desk_portal_data import (
    MAX_FILE_MB,
    MAX_FILE_NAME,
    MAX_FILES,
    MAX_TEXT,
    size_label,
)

#: Control characters, which the database or a screen may stumble over, apart from tab and newline.
_CONTROLS = dict.fromkeys(
    [*(code for code in range(0x20) if code not in (0x09, 0x0A)), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF]
)
#: Marks that turn the direction of writing and make ``exe.png`` out of ``gnp.exe``.
_TURNS = dict.fromkeys([0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def text(name):
    """A field of the posted form as clean text of several lines."""
    value = request.httprequest.form.get(name, "")
    value = value.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS)
    return unicodedata.normalize("NFC", value).strip()


def line(value):
    """Text of one line: what is left of it may stand in a subject, a search or a file name."""
    value = unicodedata.normalize("NFC", str(value or "").translate(_TURNS))
    value = " ".join(value.replace("\n", " ").translate(_CONTROLS).split())
    return value if any(char.isprintable() and not char.isspace() for char in value) else ""


def number(value, default=0):
    """A whole number from outside; anything else is the default."""
    try:
        return int(str(value or ""))
    except ValueError:
        return default


def choice(value, allowed):
    """One of the allowed words; anything else is the first of them."""
    return value if value in allowed else next(iter(allowed))


def too_long(value):
    """A sentence when a text is longer than anybody reads, else nothing."""
    if len(value) <= MAX_TEXT:
        return ""
    return request.env._(
        "This text has %(length)s characters, %(limit)s are possible. Please send long texts as a"
        " file.",
        length=f"{len(value):,}",
        limit=f"{MAX_TEXT:,}",
    )


def limits():
    """How many files of how many MB may be sent at once; admins set both."""
    # sudo: requesters may not read settings; these two are shown to them.
    params = request.env["ir.config_parameter"].sudo()
    return tuple(
        max(number(params.get_param(name), default), 0) for name, default in (MAX_FILES, MAX_FILE_MB)
    )


def max_content_length(_controller):
    """Let in what our own limits allow, so that a file too large gets a sentence and not a 413.

    A limit that an admin has set for all of Odoo stands.
    """
    max_files, max_mb = limits()
    allowed = (max_files * max_mb + 16) * 1024**2
    # sudo: see limits
    params = request.env["ir.config_parameter"].sudo()
    return min(number(params.get_param("web.max_file_upload_size"), allowed), allowed)


def files():
    """The uploaded files as pairs of name and content, and a sentence when one is refused.

    Sizes are looked at before anything is read.
    """
    uploads = []
    for upload in request.httprequest.files.getlist("files"):
        # A request that is run again after a conflict finds its files already read.
        upload.seek(0, 2)
        size = upload.tell()
        upload.seek(0)
        name = file_name(upload.filename)
        if name or size:
            uploads.append((name or request.env._("File"), size, upload))
    error = _refuse(uploads)
    return ([] if error else [(name, upload.read()) for name, _size, upload in uploads]), error


def choose_again(field="files"):
    """A sentence that names the files of a form that comes back, or nothing when it had none.

    Browsers never fill in a file by themselves; without a word the files would be lost unseen.
    """
    uploads = request.httprequest.files.getlist(field)
    names = [name for upload in uploads if (name := file_name(upload.filename))]
    if not names:
        return ""
    return request.env._("Please choose your files again: %s", ", ".join(names))


def file_name(value):
    """A file's name without its folders, short enough to store, its extension kept."""
    name = line(re.split(r"[\\/]", value or "")[-1])
    stem, dot, extension = name.rpartition(".")
    if len(name) > MAX_FILE_NAME and dot and len(extension) < 12:
        return stem[: MAX_FILE_NAME - len(extension) - 1] + dot + extension
    return name[:MAX_FILE_NAME]


def _refuse(uploads):
    """Why these files cannot be taken, or nothing."""
    max_files, max_mb = limits()
    if len(uploads) > max_files:
        return request.env._(
            "You chose %(count)s files, %(limit)s can be sent at a time. Please choose again.",
            count=len(uploads),
            limit=max_files,
        )
    for name, size, _upload in uploads:
        if not size:
            return request.env._(
                "The file “%s” is empty. Please choose your files again.", name
            )
        if size > max_mb * 1024**2:
            return request.env._(
                "The file “%(name)s” has %(size)s, a file can have up to %(limit)s MB."
                " Please choose your files again.",
                name=name,
                size=size_label(size),
                limit=max_mb,
            )
    return ""


def fingerprint(*parts):
    """A key for this content of this form, so that the same click twice is known again.

    Changed content is another form: somebody who goes back and writes a second ticket gets it. So
    is a form without a key.
    """
    digest = hashlib.sha256()
    key = line(request.httprequest.form.get("key")) or uuid.uuid4().hex
    for part in (request.httprequest.path, key, *parts):
        digest.update(repr(part).encode())
    return digest.hexdigest()
