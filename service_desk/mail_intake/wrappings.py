"""Mails within wrappings that mail programs of one maker understand: TNEF and S/MIME."""

import logging
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import Message

from asn1crypto import cms

try:
    import tnefparse
except ImportError:  # an optional package: without it such files are kept as they came
    tnefparse = None

_logger = logging.getLogger(__name__)

#: Remarks on what stayed closed.
TNEF_UNKNOWN, TNEF_BROKEN = "tnef_unknown", "tnef_broken"
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
        tnef = tnefparse.TNEF(content)
        files = [(one.long_filename() or one.name or "attachment", bytes(one.data or b""))
                 for one in tnef.attachments]
        return Inner(text=_as_text(tnef.body), html=_as_text(tnef.htmlbody), files=files)
    except Exception as error:  # the package raises all kinds of errors on odd files
        _logger.info("winmail.dat could not be opened: %s", error)
        kept.remark = TNEF_BROKEN
        return kept


def _as_text(body):
    if isinstance(body, bytes):
        return body.decode("utf-8", "replace")
    return body or ""


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
        return Inner(message=message_from_bytes(inside, policy=policy.compat32))
    kept.remark = ENCRYPTED
    if kind not in ("enveloped_data", "authenticated_enveloped_data", "encrypted_data"):
        kept.remark = SMIME_BROKEN
    return kept


def _smime_kind(content):
    try:
        return cms.ContentInfo.load(content)["content_type"].native
    except Exception:  # as above
        return ""
