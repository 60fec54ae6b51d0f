"""Replies with what they answer, forwards of four programs in four languages, signatures."""

from html import escape

from .sample import Sample, html, mail

AGENT = "test_agent <test_agent@example.com>"
SAID, OLD = "Tray two is empty.", "Which tray do you mean?"

#: language -> From, Sent, Date, To, Subject as the programs write them
WORDS = {
    "en": ("From:", "Sent:", "Date:", "To:", "Subject:"),
    "de": ("Von:", "Gesendet:", "Datum:", "An:", "Betreff:"),
    "fr": ("De :", "Envoyé :", "Date :", "À :", "Objet :"),
    "es": ("De:", "Enviado el:", "Fecha:", "Para:", "Asunto:"),
}
APPLE = {
    "en": "Begin forwarded message:",
    "de": "Anfang der weitergeleiteten Nachricht:",
    "fr": "Début du message réexpédié :",
    "es": "Inicio del mensaje reenviado:",
}
THUNDERBIRD = {
    "en": "-------- Forwarded Message --------",
    "de": "-------- Weitergeleitete Nachricht --------",
    "fr": "-------- Message transféré --------",
    "es": "-------- Mensaje reenviado --------",
}
PREFIX = {"en": "Fwd: ", "de": "WG: ", "fr": "TR: ", "es": "RV: "}
ORIGINAL = "Olaf Original <olaf@client.test>"


def _head(language, *order):
    sender, sent, date, to, subject = WORDS[language]
    lines = {
        "from": f"{sender} {ORIGINAL}",
        "sent": f"{sent} Monday, November 2, 2026 9:00 AM",
        "date": f"{date} Mon, 2 Nov 2026 09:00:00 +0100",
        "to": f"{to} help@other.test",
        "subject": f"{subject} No paper",
    }
    return [lines[name] for name in order]


def _gmail(language):
    return ["---------- Forwarded message ---------", *_head(language, "from", "date", "subject", "to"), "", ""]


def _outlook(language):
    return [*_head(language, "from", "sent", "to", "subject"), ""]


def _apple(language):
    return [APPLE[language], "", *_head(language, "from", "subject", "date", "to"), ""]


def _thunderbird(language):
    return [THUNDERBIRD[language], *_head(language, "subject", "date", "from", "to"), ""]


PROGRAMS = {"Gmail": _gmail, "Outlook": _outlook, "Apple Mail": _apple, "Thunderbird": _thunderbird}


def _forward(program, language):
    """A mail of a customer that an agent sends on, as text."""
    lines = ["Please help him.", "", *PROGRAMS[program](language), SAID, ""]
    raw = mail(
        "\r\n".join(lines).encode(),
        From=AGENT,
        Subject=f"{PREFIX[language]}No paper",
        Content_Type="text/plain; charset=utf-8",
    )
    return Sample(
        f"forward of {program} in {language}",
        raw,
        title="No paper",
        requester="olaf@client.test",
        says=(SAID,),
        lacks=("Please help him.",),
    )


def _outlook_html(language):
    labels = [line.partition(":") for line in _outlook(language)[:4]]
    rows = "<br>".join(f"<b>{escape(name)}:</b>{escape(value)}" for name, _colon, value in labels)
    raw = html(
        '<div class="WordSection1"><p class="MsoNormal">Please help him.</p>'
        '<div style="border:none;border-top:solid #E1E1E1 1.0pt"><p class="MsoNormal">'
        f'{rows}</p></div><p class="MsoNormal">{SAID}</p></div>',
        From=AGENT,
        Subject=f"{PREFIX[language]}No paper",
    )
    return Sample(
        f"forward of Outlook in {language}, HTML",
        raw,
        title="No paper",
        requester="olaf@client.test",
        says=(SAID,),
        lacks=("Please help him.",),
    )


def _gmail_html():
    raw = html(
        '<div dir="ltr">Please help him.<br><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">'
        "---------- Forwarded message ---------<br>From: <b>Olaf Original</b> "
        '&lt;<a href="mailto:olaf@client.test">olaf@client.test</a>&gt;<br>Date: Mon, Nov 2, 2026<br>'
        f"Subject: No paper<br>To: &lt;help@other.test&gt;<br></div><br><br>{SAID}</div></div>",
        From=AGENT,
        Subject="Fwd: No paper",
    )
    return Sample(
        "forward of Gmail, HTML",
        raw,
        title="No paper",
        requester="olaf@client.test",
        says=(SAID,),
        lacks=("Please help him.",),
    )


def _customer_forward():
    """A customer who sends a mail on asks in their own name."""
    lines = ["See below.", "", *_gmail("en"), SAID]
    return Sample(
        "forward by a customer",
        mail("\r\n".join(lines).encode(), Subject="Fwd: No paper"),
        title="No paper",
        requester="rita@customer.test",
        says=("See below.", SAID),
    )


def _reply(name, *lines):
    """What a reply answers is kept, folded."""
    body = "\r\n".join([SAID, "", *lines]).encode()
    return Sample(
        f"reply of {name}",
        mail(body, Subject="Re: No paper", Content_Type="text/plain; charset=utf-8"),
        title="No paper",
        says=(SAID, OLD, "data-o-mail-quote"),
    )


def _reply_html(name, text):
    return Sample(
        f"reply of {name}, HTML",
        html(f"<div>{SAID}</div>{text}", Subject="Re: No paper"),
        title="No paper",
        says=(SAID, OLD, "data-o-mail-quote"),
    )


def _agents_reply():
    """An agent who answers a mail and copies the desk asks in their own name."""
    lines = ["I shall look.", "", *_outlook("en"), SAID]
    raw = mail("\r\n".join(lines).encode(), From=AGENT, Subject="RE: No paper")
    return Sample(
        "reply of an agent", raw, title="No paper", requester="test_agent@example.com", says=("I shall look.", SAID)
    )


REPLIES = [
    _reply("Gmail", "On Mon, Nov 2, 2026 at 9:00 AM Desk <help@desk.test> wrote:", "", f"> {OLD}"),
    _reply("Gmail in German", "Am Mo., 2. Nov. 2026 um 09:00 Uhr schrieb Desk <help@desk.test>:", "", f"> {OLD}"),
    _reply("Gmail in French", "Le lun. 2 nov. 2026 à 09:00, Desk <help@desk.test> a écrit :", "", f"> {OLD}"),
    _reply("Gmail in Spanish", "El lun, 2 nov 2026 a las 9:00, Desk (<help@desk.test>) escribió:", "", f"> {OLD}"),
    _reply("Thunderbird", "On 02/11/2026 09:00, Desk wrote:", f"> {OLD}"),
    _reply("Thunderbird in German", "Am 02.11.2026 um 09:00 schrieb Desk:", f"> {OLD}"),
    _reply(
        "Outlook",
        "-----Original Message-----",
        "From: Desk <help@desk.test>",
        "Sent: Monday, November 2, 2026 9:00 AM",
        "To: Rita <rita@customer.test>",
        "Subject: No paper",
        "",
        OLD,
    ),
    _reply(
        "Outlook in German",
        "-----Ursprüngliche Nachricht-----",
        "Von: Desk <help@desk.test>",
        "Gesendet: Montag, 2. November 2026 09:00",
        "An: Rita <rita@customer.test>",
        "Betreff: No paper",
        "",
        OLD,
    ),
    _reply_html(
        "Gmail",
        '<div class="gmail_quote"><div class="gmail_attr">On Mon, Nov 2, 2026 at 9:00 AM Desk &lt;'
        f'help@desk.test&gt; wrote:<br></div><blockquote class="gmail_quote">{OLD}</blockquote></div>',
    ),
    _reply_html(
        "Apple Mail",
        '<div><br><blockquote type="cite"><div>On 2 Nov 2026, at 09:00, Desk &lt;help@desk.test'
        f"&gt; wrote:</div><br><div>{OLD}</div></blockquote></div>",
    ),
    _reply_html(
        "Outlook",
        '<hr><div id="divRplyFwdMsg"><b>From:</b> Desk &lt;help@desk.test&gt;<br><b>Sent:</b> '
        "Monday, November 2, 2026 9:00 AM<br><b>To:</b> Rita &lt;rita@customer.test&gt;<br><b>Subject:</b> "
        f"No paper</div><div>{OLD}</div>",
    ),
]

SIGNED = [
    Sample(
        "a signature",
        mail(b"It prints nothing.\r\n\r\n-- \r\nRita Requester\r\nCustomer Ltd\r\n"),
        says=("It prints nothing.", "Customer Ltd"),
    ),
    Sample("a text that is all quote", mail(b"> It prints nothing.\r\n> Really.\r\n"), says=("It prints nothing.",)),
    Sample(
        "an empty reply over a history",
        mail(f"\r\nOn 02/11/2026 09:00, Desk wrote:\r\n> {OLD}\r\n".encode(), Subject="Re: No paper"),
        title="No paper",
        says=(OLD,),
    ),
]

SAMPLES = [
    *(_forward(program, language) for program in PROGRAMS for language in WORDS),
    *map(_outlook_html, WORDS),
    _gmail_html(),
    _customer_forward(),
    _agents_reply(),
    *REPLIES,
    *SIGNED,
]
