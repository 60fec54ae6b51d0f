"""Proof that a call comes from here, and that nobody sends it again later.

The signature is an HMAC-SHA256 over the timestamp, a dot and the body, so that a receiver can
refuse what is too old.
"""

import hashlib
import hmac

SIGNATURE = "X-Service-Desk-Signature"
TIMESTAMP = "X-Service-Desk-Timestamp"
KEY = "X-Service-Desk-Key"
IDEMPOTENCY = "Idempotency-Key"


def headers(secret: str, body: bytes, key: str, timestamp: int) -> dict[str, str]:
    """The headers of one call.

    :param key: the same in all attempts of one piece of work
    """
    return {
        SIGNATURE: f"sha256={signature(secret, body, timestamp)}",
        TIMESTAMP: str(timestamp),
        KEY: key,
        IDEMPOTENCY: key,
    }


def signature(secret: str, body: bytes, timestamp: int) -> str:
    """What a receiver computes too, and compares."""
    signed = str(timestamp).encode() + b"." + body
    return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
