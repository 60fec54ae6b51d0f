"""What mail servers on the way found out about a sender (RFC 8601)."""

import re

PASSED, FAILED, UNKNOWN = "passed", "failed", "unknown"
#: A finding begins with its method; properties follow, in which senders have a say.
RESULT = re.compile(r"^\s*(dmarc|spf|dkim)(?:/\d+)?\s*=\s*(\w+)", re.IGNORECASE)
#: Whom a finding is about, by what of the mail was looked at.
ABOUT = re.compile(r"\b(?:smtp\.mailfrom|header\.d|header\.i)\s*=\s*(?:[^\s;@]*@)?([^\s;@]+)", re.IGNORECASE)
#: Every domain that stands in it: the part before an @ is the sender's to choose, and may hold blanks.
BEHIND_AT = re.compile(r"@\s*([^\s;@<>]+)")
#: The address that DMARC was asked about.
HEADER_FROM = re.compile(r"\bheader\.from\s*=\s*(?:[^\s;@]*@)?([^\s;@]+)", re.IGNORECASE)
#: Comments and quotes may hold anything, the sender's words among it; also those that never end.
PIECE = re.compile(r"\\.|[()\"]|[^\\()\"]+|\\")
#: Longer names are none; turning them into letters takes the square of their length.
MAX_DOMAIN = 254
DMARC_RESULTS = {"pass": PASSED, "bestguesspass": PASSED, "fail": FAILED}
FAILURES = frozenset({"fail", "softfail", "permerror"})


def check(letter, server="") -> str:
    """Whether the sender is who it says: passed, failed or unknown.

    DMARC decides, if the server looked. Otherwise SPF or DKIM prove a sender whose domain they are
    about: anybody's own domain passes both.

    :param str server: the name by which the own mail server signs its findings; headers of other
        servers are not read then, since a sender can write those. Without a name the topmost
        header counts, which the last server has put there.
    """
    findings = _findings(letter, server)
    own = _as_name(letter.sender.rpartition("@")[2])
    for method, result, domains in findings:
        if method == "dmarc" and result in DMARC_RESULTS:
            # Where the server read another sender out of a header that is built to deceive.
            is_other = any(one != own and not _is_same(one, own) for one in domains)
            return FAILED if is_other else DMARC_RESULTS[result]
    signs = [finding for finding in findings if finding[0] != "dmarc"]
    passed = [domains for _method, result, domains in signs if result == "pass"]
    if any(domains and all(_is_same(one, own) for one in domains) for domains in passed):
        return PASSED
    failed = any(result in FAILURES for _method, result, _domains in signs)
    return FAILED if failed and not passed else UNKNOWN


def _findings(letter, server):
    """Method, result and domains of the findings in the header that counts."""
    for value in letter.headers("Authentication-Results"):
        signed, *findings = _without_asides(value).split(";")
        name = signed.split()[:1]
        if not server or (name and name[0].lower() == server.lower()):
            return [found for finding in findings if (found := _finding(finding))]
    return []


def _finding(words):
    found = RESULT.match(words)
    if not found:
        return None
    method = found[1].lower()
    named = (HEADER_FROM if method == "dmarc" else ABOUT).findall(words)[:1]
    domains = {_as_name(one) for one in [*named, *BEHIND_AT.findall(words)]}
    return method, found[2].lower(), domains


def _without_asides(value):
    """What a server says, without what it quotes. One pass, however deep comments are nested."""
    kept, depth, is_quoted = [], 0, False
    for piece in PIECE.findall(value):
        if piece == '"':
            is_quoted = not is_quoted
        elif piece in ("(", ")") and not is_quoted:
            depth = max(0, depth + (1 if piece == "(" else -1))
        elif not depth and not is_quoted:
            kept.append(piece)
    return " ".join(kept)


def _as_name(domain):
    """A domain as servers write it; mails may hold it in the letters of its own language."""
    domain = domain.lower().rstrip(".")
    try:
        return domain.encode("idna").decode() if len(domain) < MAX_DOMAIN else domain
    except UnicodeError:
        return domain


def _is_same(domain, own):
    """Whether two domains belong to one organization, as far as their names tell."""
    if "." not in domain or "." not in own:
        return False
    return domain == own or domain.endswith(f".{own}") or own.endswith(f".{domain}")
