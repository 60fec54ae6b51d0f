"""Mails within wrappings that mail programs of one maker understand: TNEF and S/MIME."""

import logging
from dataclasses import dataclass, field
from email.message import Message

from asn1crypto import cms

from .parsing import parsed
from .tnef import thinned, without_mark

try:
    import tnefparse
except ImportError:  # an optional package: without it such files are kept as they came
    tnefparse = None

_logger = logging.getLogger(__name__)

#: Remarks on what stayed closed.
TNEF_UNKNOWN, TNEF_BROKEN, TNEF_EMPTY = "tnef_unknown", "tnef_broken", "tnef_empty"
ENCRYPTED, SMIME_BROKEN = "encrypted", "smime_broken"

SMIME = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})


@dataclass
class Inner:
    """What was in a wrapping; ``remark`` names what could not be opened."""

    text: str = ""
    html: str = ""
    files: list[tuple[str, bytes]] = field(default_factory=list)
    message: Message | None = None
    remark: str = ""


def unwrap(kind, name, content) -> Inner | None:
    """What is inside, None when it is no wrapping.

    :param str kind: content type
    :param str name: file name
    :param bytes content: decoded
    """
    if kind in ("application/ms-tnef", "application/vnd.ms-tnef") or name.lower() == "winmail.dat":
        return _unwrap_tnef(content)
    if kind in SMIME:
        return _unwrap_smime(content)
    return None


def _unwrap_tnef(content):
    kept = Inner(files=[("winmail.dat", content)])
    if tnefparse is None:
        kept.remark = TNEF_UNKNOWN
        return kept
    try:
        tnef = tnefparse.TNEF(thinned(content), do_checksum=False)
        text, html = (_as_text(body, tnef.codepage) for body in (tnef.body, tnef.htmlbody))
        files = [_tnef_file(one) for one in tnef.attachments]
        if text or html or files:
            return Inner(text=text, html=html, files=files)
        kept.remark = TNEF_EMPTY
        return kept
    except Exception as error:  # the package raises all kinds of errors on odd files
        _logger.info("winmail.dat could not be opened: %s", error)
        kept.remark = TNEF_BROKEN
        return kept


def _tnef_file(attachment):
    try:
        name = attachment.long_filename()
    except UnicodeDecodeError:  # the package reads short names as UTF-8, which they are not
        name = ""
    return name or "attachment", without_mark(bytes(attachment.data or b""))


def _as_text(body, charset):
    if not isinstance(body, bytes):
        return body or ""
    try:
        return body.decode(charset or "utf-8")
    except (LookupError, UnicodeError):
        return body.decode("utf-8", "replace")


def _unwrap_smime(content):
    """A signed mail holds the mail in the clear; an encrypted one is for its owner's key alone."""
    kept = Inner(files=[("smime.p7m", content)])
    try:
        wrapping = cms.ContentInfo.load(content)
        kind = wrapping["content_type"].native
        inside = wrapping["content"]["encap_content_info"]["content"].native
    except Exception as error:  # anything may stand where ASN.1 is expected
        kind, inside = _smime_kind(content), None
        _logger.info("An S/MIME part could not be opened: %s", error)
    if kind == "signed_data" and inside:
        return Inner(message=parsed(inside))
    kept.remark = ENCRYPTED
    if kind not in ("enveloped_data", "authenticated_enveloped_data", "encrypted_data"):
        kept.remark = SMIME_BROKEN
    return kept


def _smime_kind(content):
    try:
        return cms.ContentInfo.load(content)["content_type"].native
    except Exception:  # as above
        return ""
