"""What mail servers on the way found out about a sender (RFC 8601)."""

import re

PASSED, FAILED, UNKNOWN = "passed", "failed", "unknown"
RESULT = re.compile(r"\b(dmarc|spf|dkim)\s*=\s*(\w+)", re.IGNORECASE)
COMMENT = re.compile(r"\([^()]*\)")
FAILURES = frozenset({"fail", "softfail", "permerror"})


def check(letter, server="") -> str:
    """Whether the sender is who it says: passed, failed or unknown.

    :param str server: the name by which the own mail server signs its findings; headers of other
        servers are not read then, since a sender can write those. Without a name the topmost
        header counts, which the last server has put there.
    """
    findings = _findings(letter, server)
    if findings is None:
        return UNKNOWN
    if "dmarc" in findings and findings["dmarc"] not in ("none", "temperror"):
        return PASSED if findings["dmarc"] == "pass" else FAILED
    signs = [findings[name] for name in ("spf", "dkim") if name in findings]
    if "pass" in signs:
        return PASSED
    return FAILED if any(sign in FAILURES for sign in signs) else UNKNOWN


def _findings(letter, server):
    """Method -> result of the header that counts, None without one."""
    for value in letter.headers("Authentication-Results"):
        # Comments may hold anything, the sender's words among it.
        plain = COMMENT.sub("", value)
        name = plain.split(";")[0].split()
        if not server or (name and name[0].lower() == server.lower()):
            found = {}
            for method, result in RESULT.findall(plain):
                found.setdefault(method.lower(), result.lower())
            return found
    return None
