"""Headers that are missing, doubled, broken, endless."""

from base64 import b64encode

from .sample import RITA, Sample, mail

LONG = "word " * 20_000


def _subject(name, subject, title, **facts):
    return Sample(f"subject: {name}", mail(Subject=subject), title=title, **facts)


def _from(name, sender, requester="rita@customer.test", **facts):
    return Sample(f"sender: {name}", mail(From=sender), requester=requester, **facts)


SAMPLES = [
    # Missing ones.
    Sample("no sender", mail(without=["From"]), state="held", kind="stranger"),
    Sample("no sender but Sender", mail(without=["From"], Sender=RITA), requester="rita@customer.test"),
    Sample("no subject", mail(without=["Subject"]), title="It prints nothing."),
    Sample("empty subject", mail(Subject=""), title="It prints nothing."),
    Sample("no subject and no text", mail(b"", without=["Subject"]), title="Mail without a subject"),
    Sample("no date", mail(without=["Date"])),
    Sample("no Message-ID", mail(without=["Message-ID"])),
    Sample("no recipient", mail(without=["To"]), state="done"),
    Sample("no recipient but the envelope's", mail(without=["To"], Delivered_To="help@desk.test")),
    Sample("no MIME version", mail(Subject="No version", without=["MIME-Version"])),
    Sample("nothing but a sender", b"From: rita@customer.test\r\n\r\n", requester="rita@customer.test"),
    Sample("no blank line", b"From: rita@customer.test\r\nSubject: All of it", title="All of it"),
    Sample("no headers", b"\r\nIt prints nothing.\r\n", state="held", kind="stranger"),
    Sample("no byte at all", b"", state="held", kind="stranger"),
    Sample("lines that end as on Unix", mail(Subject="Unix").replace(b"\r\n", b"\n"), title="Unix"),
    Sample("lines that end as on old Macs", mail(Subject="Mac").replace(b"\r\n", b"\r"), title="Mac"),
    Sample("a line of mbox first", b"From rita@customer.test Mon Nov  2 10:00:00 2026\r\n" + mail(Subject="Box")),
    # Doubled ones.
    Sample("two senders in one header", mail(From=f"{RITA}, Boss <boss@customer.test>"), state="held", kind="unproven"),
    Sample(
        "two headers that name a sender", mail(From=[RITA, "Boss <boss@customer.test>"]), state="held", kind="unproven"
    ),
    Sample("two headers that name the same sender", mail(From=[RITA, RITA]), requester="rita@customer.test"),
    Sample("two subjects", mail(Subject=["The first", "The second"]), title="The first"),
    # Subjects.
    _subject("encoded words", "=?utf-8?q?Gr=C3=BC=C3=9Fe?= =?utf-8?b?IGF1cyBXaWVu?=", "Grüße aus Wien"),
    _subject("a letter cut in two between encoded words", "=?utf-8?b?R3LD?= =?utf-8?b?vMOfZQ==?=", None),
    _subject("8-bit UTF-8", "Grüße".encode(), "Grüße"),
    _subject("8-bit Latin-1", "Grüße".encode("latin-1"), "Grüße"),
    _subject("unknown charset", "=?x-none?q?Gr=FC=DFe?=", "Grüße"),
    _subject("no charset", "=??q?Hello?=", "Hello"),
    _subject("broken base64", "=?utf-8?b?SGVsbG8?= there", None),
    _subject("base64 of nothing", "=?utf-8?b?====?=", None),
    _subject("word without an end", "=?utf-8?q?Hello", "=?utf-8?q?Hello"),
    _subject("unknown encoding", "=?utf-8?x?Hello?=", "=?utf-8?x?Hello?="),
    _subject("encoded line breaks", "=?utf-8?q?One=0D=0ABcc:=20x@y?=", "One Bcc: x@y"),
    _subject("encoded NUL", "=?utf-8?q?One=00Two?=", "One Two"),
    _subject("NUL", b"One\x00Two", "One Two"),
    _subject("folded", "One\r\n Two\r\n\tThree", "One Two Three"),
    _subject("bare carriage return", b"One\rTwo", None),
    _subject("ISO-2022-JP", b"=?iso-2022-jp?B?" + b64encode("壊れた".encode("iso-2022-jp")) + b"?=", "壊れた"),
    _subject("endless", LONG, LONG[:250].strip()),
    _subject("markup", "<script>alert(1)</script>", "<script>alert(1)</script>"),
    _subject("nothing but Re:", "Re: AW: Fwd:", "It prints nothing."),
    _subject("Re: in many languages", "AW: RE: Antw: SV: RES: No paper", None),
    # Senders.
    _from("name before the address", "rita@customer.test (Rita)"),
    _from("address alone", "<RITA@Customer.TEST>"),
    _from("no brackets", "Rita Requester rita@customer.test"),
    _from("encoded name with a comma", "=?utf-8?q?Requester=2C_Rita?= <rita@customer.test>"),
    _from("name without quotes but with a comma", "Requester, Rita <rita@customer.test>"),
    _from("address as the name", '"boss@customer.test" <rita@customer.test>'),
    _from("8-bit name", "Rita Größer <rita@customer.test>".encode("latin-1")),
    _from("NUL in the address", b"rita\x00@customer.test"),
    _from("no address", "Rita", None, state="held", kind="stranger"),
    _from("an address that never ends", "a" * 5_000 + "@customer.test", None, state="held", kind="stranger"),
    _from("only brackets", "<>", None, state="held", kind="stranger"),
    _from("brackets in brackets", "(" * 20_000, None, state="held", kind="stranger"),
    # The rest.
    Sample("a Message-ID that never ends", mail(Subject="Long id", Message_ID=f"<{'a1b2c3' * 1_000}@customer.test>")),
    Sample("a Message-ID without brackets", mail(Subject="Plain id", Message_ID="plain-id@customer.test")),
    Sample("thousand references", mail(References=" ".join(f"<{n}@customer.test>" for n in range(1_000)))),
    Sample("thousand recipients", mail(To=", ".join(["help@desk.test", *(f"p{n}@x.test" for n in range(1_000))]))),
    Sample("a date that is none", mail(Date="yesterday")),
    Sample("a date before time began", mail(Date="Thu, 01 Jan 0000 00:00:00 +0000")),
    Sample("a zone that is none", mail(Date="Mon, 02 Nov 2026 10:00:00 +9999")),
    Sample("a header of 100 kB", mail(X_Spam=LONG)),
    Sample("ten thousand headers", mail(X_More=["x"] * 10_000)),
    Sample("a header without a colon", mail(Subject="Colon").replace(b"MIME-Version:", b"MIME-Version")),
    Sample("a content type that is none", mail(Content_Type="text"), says=("It prints nothing.",)),
    Sample("a content type without end", mail(Content_Type='text/plain; name="' + ';\\"' * 30_000)),
    Sample("an 8-bit content type", mail(Content_Type=b"text/pl\xe4in; charset=utf-8")),
]
