"""Whether a person wrote a mail. Machines make no tickets, resume none and get no answer.

Formulas come from RFC 3834 (automatic responses), RFC 3464 (delivery reports), RFC 2369 and RFC
2919 (lists), RFC 6047 (calendars), and from what the big mail systems send in their place.
"""

import re
from dataclasses import dataclass

from .parsing import own_parts

HUMAN, AUTO_REPLY, BOUNCE, LIST, CALENDAR, OWN = "human", "auto", "bounce", "list", "calendar", "own"

#: A mail server speaks.
MAILER = re.compile(r"^(mailer-daemon|postmaster|bounces?([+=-].*)?|.*-bounces?)@")
#: Senders that work but read no answer: they may ask for help and never hear back.
ROBOT = re.compile(
    r"^(no-?reply|do-?not-?reply|nicht-?antworten|ne-?pas-?repondre|noreply-.*|.*[._-]no-?reply)@"
)
#: Subjects by which vacation notices are known that carry no header.
#: A sign of the end must follow: people write to a desk about their absence notices, too.
ABSENT = re.compile(
    r"""^\s*(
        (
            auto(mat(ic|ed))?[\s-]*(reply|response) | out\ of\ (the\ )?office([\s-]*(auto)?[\s-]*reply)?
            | vacation\ (reply|notice|response|message) | (on|away\ on)\ (vacation|leave)
            | i\ am\ (currently\ )?(away|on\ leave|on\ vacation|out\ of\ (the\ )?office)
            | automatische\ antwort | abwesenheit(s(notiz|meldung|nachricht))? | abwesend | nicht\ im\ (büro|haus)
            | réponse\ automatique | absen(t|ce)(\ du\ bureau)? | message\ d'absence
            | respuesta\ automática | fuera\ de\ la\ oficina | ausente
            | risposta\ automatica | fuori\ (sede|ufficio) | assente
            | automatisch\ antwoord | niet\ aanwezig | afwezig(heid)?
            | resposta\ automática | fora\ do\ escritório
            | auto(matisk|matiskt)?[\s-]*svar | automaattinen\ vastaus | poissa
            | odpowiedź\ automatyczna | nieobecność | automatická\ odpověď | automatikus\ válasz
            | răspuns\ automat | otomatik\ yanıt | автоответ(чик)? | автоматический\ ответ
        )\s*($|[:;([<…\u2013-]|\.\.\.|(re|aw|from|until|till|bis|vom|ab|du|jusqu|hasta|del|dal|fino|tot|van|até)\b)
        # Lotus Notes, and what writes without spaces.
        | auto:\s | 自動返信 | 自动回复 | 自動応答
        | .{1,60}\ (is|ist|are)\ (currently\ )?(out\ of\ (the\ )?office|außer\ haus)\b\s*($|[.:(]|until|bis)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
#: As mail systems write it; a person who complains about such mails uses other words.
RETURNED = re.compile(
    r"""^\s*(
        undelivered\ mail\ returned | undeliverable\s*(:|$) | undeliverable\ (mail|message)\s*(:|$)
        | mail\ delivery\ (failed:|failed$|failure$|subsystem|status|system)
        | delivery\ status\ notification | delivery\ (has\ failed\ to|notification:) | returned\ mail:
        | failure\ notice\s*$ | mail\ system\ error | warning:\ (could\ not\ send|message\ .*delayed)
        | (unzustellbar|nicht\ zustellbar|non\ remis|non\ recapitabile|onbestelbaar)\s*(:|$)
        | no\ se\ puede\ entregar: | message\ non\ distribu
        | (read|gelesen|lu|leído|letto|gelezen|not\ read|ungelesen|nicht\ gelesen)\ ?:\s
    )""",
    re.IGNORECASE | re.VERBOSE,
)
CALENDAR_METHODS = frozenset({"reply", "counter", "cancel", "refresh", "declinecounter"})


@dataclass(frozen=True)
class Verdict:
    """What kind of mail it is, and the name of the sign by which it was known."""

    kind: str
    sign: str = ""

    @property
    def is_human(self):
        return self.kind == HUMAN


def judge(letter, is_ours=lambda letter: False) -> Verdict:
    """The first sign that holds decides.

    :param letter: :class:`~.letter.Letter`
    :param is_ours: tells whether the desk itself sent a letter
    """
    if is_ours(letter):
        return Verdict(OWN, "ours")
    for kind, sign, holds in SIGNS:
        if holds(letter):
            return Verdict(kind, sign)
    return Verdict(HUMAN)


def reads_answers(address) -> bool:
    """Whether anybody is there to read an answer to that address."""
    return bool(address) and not MAILER.match(address) and not ROBOT.match(address)


def _is_report(letter):
    reports = ("delivery-status", "disposition-notification", "feedback-report")
    # Not in what is enclosed: people send in the reports that they do not understand.
    types = {part.get_content_type() for part in own_parts(letter.message)}
    kind = letter.message.get_param("report-type", "")
    if letter.message.get_content_type() == "multipart/report" and str(kind).lower() in reports:
        return True
    return bool(types & {f"message/{report}" for report in reports})


def _has_null_sender(letter):
    return any(value.replace(" ", "") == "<>" for value in letter.headers("Return-Path"))


def _is_automatic(letter):
    value = letter.header("Auto-Submitted").split(";")[0].strip().lower()
    return bool(value) and value != "no"


def _suppresses_answers(letter):
    """Exchange puts this header on notices; a person's mail may carry it for receipts alone."""
    asked = {word.strip() for word in letter.header("X-Auto-Response-Suppress").lower().split(",")}
    return bool(asked & {"all", "oof", "autoreply"})


def _is_precedence(*words):
    return lambda letter: letter.header("Precedence").lower() in words


def _has(*names):
    return lambda letter: any(letter.header(name) for name in names)


def _is_one_click_answer(letter):
    """An answer to an invitation, not an invitation that somebody sends to the desk."""
    for part in own_parts(letter.message):
        if part.get_content_type() == "text/calendar":
            method = str(part.get_param("method") or "").lower()
            if not method:
                payload = part.get_payload(decode=True) or b""
                found = re.search(rb"^METHOD:(\w+)", payload, re.MULTILINE | re.IGNORECASE)
                method = found.group(1).decode().lower() if found else ""
            if method in CALENDAR_METHODS:
                return True
    return False


def _sent_by(pattern):
    return lambda letter: bool(pattern.match(letter.sender))


def _titled(pattern):
    return lambda letter: bool(pattern.match(letter.subject))


#: (kind, name of the sign, whether it holds), the surest signs first
SIGNS = (
    (BOUNCE, "report", _is_report),
    (BOUNCE, "mail_server", _sent_by(MAILER)),
    (CALENDAR, "invitation", _is_one_click_answer),
    (AUTO_REPLY, "auto_submitted", _is_automatic),
    (AUTO_REPLY, "suppress", _suppresses_answers),
    (AUTO_REPLY, "responder", _has(
        "X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-AutoReply-From", "X-Mail-Autoreply",
        "X-Vacation", "X-Ooo-Message", "X-FC-MachineGenerated",
    )),
    (AUTO_REPLY, "precedence", _is_precedence("auto_reply", "auto-reply")),
    (LIST, "list", _has("List-Id", "List-Unsubscribe", "List-Post")),
    (LIST, "bulk", _is_precedence("bulk", "list", "junk")),
    (LIST, "mass_mailer", _has("X-Campaign-ID", "X-MC-User")),
    (BOUNCE, "null_sender", _has_null_sender),
    (BOUNCE, "report_subject", _titled(RETURNED)),
    (AUTO_REPLY, "absence_subject", _titled(ABSENT)),
)
