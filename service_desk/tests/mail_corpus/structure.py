"""Parts in parts, in good order and in none."""

from .sample import Sample, attached, html, joined, mail, multi, multipart, part

PLAIN = part("It prints nothing.")
HTML = part("<p>It prints <b>nothing</b>.</p>", "text/html; charset=utf-8")
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154"
    "789c6360f8cfc0f01f0005050102a5e2a3550000000049454e44ae426082"
)
SHOWN = part("<p>Look: <img src='cid:pic@x'></p>", "text/html; charset=utf-8")
INLINE = (
    attached("screen.png", PICTURE, "image/png")
    .replace(b"attachment;", b"inline;", 1)
    .replace(b"Content-Type", b"Content-ID: <pic@x>\r\nContent-Type", 1)
)


def _nested(depth):
    body = PLAIN
    for level in range(depth):
        body = multi("mixed", body, boundary=f"=_level{level}")
    return mail(body.partition(b"\r\n\r\n")[2], Content_Type=f'multipart/mixed; boundary="=_level{depth - 1}"')


def _path(name):
    """A file that wants to be written elsewhere."""
    return multipart("mixed", PLAIN, attached(name, b"x"), X_Name=name)


SAMPLES = [
    Sample("text and HTML", multipart("alternative", PLAIN, HTML), says=("<b>nothing</b>",), files=()),
    Sample("HTML before text", multipart("alternative", HTML, PLAIN), says=("<b>nothing</b>",), files=()),
    Sample("alternatives of which one is empty", multipart("alternative", PLAIN), says=("It prints nothing.",)),
    Sample("alternatives without a part", multipart("alternative"), title="The printer is broken"),
    Sample("text with a file", multipart("mixed", PLAIN, attached("log.txt", b"x")), files=("log.txt",)),
    Sample(
        "mixed, alternative and related",
        multipart(
            "mixed",
            multi("alternative", PLAIN, multi("related", SHOWN, INLINE, boundary="=_r"), boundary="=_a"),
            attached("report.pdf", b"%PDF-1.4"),
        ),
        says=("Look:", "/web/image/"),
        lacks=("cid:",),
        files=("screen.png", "report.pdf"),
    ),
    Sample(
        "texts with a file between",
        multipart("mixed", PLAIN, attached("log.txt", b"x"), part("And it smells.")),
        says=("It prints nothing.", "And it smells."),
        files=("log.txt",),
    ),
    Sample(
        "two files of one name",
        multipart("mixed", PLAIN, attached("log.txt", b"1"), attached("log.txt", b"2")),
        files=("log.txt", "log.txt"),
    ),
    Sample(
        "a file without a name",
        multipart("mixed", PLAIN, part("x", "image/png", Content_Disposition="attachment")),
        files=("attachment.png",),
    ),
    Sample("a file with a path for a name", _path("../../etc/passwd"), files=("passwd",)),
    Sample("a file with a path of Windows", _path("C:\\\\temp\\\\evil.exe"), files=("evil.exe",)),
    Sample("a file with an endless name", _path("a" * 500 + ".txt")),
    Sample(
        "a file with an encoded name",
        multipart(
            "mixed",
            PLAIN,
            part("x", "application/pdf", Content_Disposition='attachment; filename="=?utf-8?q?Gr=C3=BC=C3=9Fe.pdf?="'),
        ),
        files=("Grüße.pdf",),
    ),
    Sample(
        "a file with a name by RFC 2231",
        multipart(
            "mixed",
            PLAIN,
            part("x", "application/pdf", Content_Disposition="attachment; filename*=utf-8''Gr%C3%BC%C3%9Fe.pdf"),
        ),
        files=("Grüße.pdf",),
    ),
    Sample(
        "a file with a name in pieces",
        multipart(
            "mixed",
            PLAIN,
            part("x", "application/pdf", Content_Disposition="attachment; filename*0=Gru; filename*1=sse.pdf"),
        ),
        files=("Grusse.pdf",),
    ),
    Sample(
        "a file with an 8-bit name",
        multipart(
            "mixed",
            PLAIN,
            part("x", "application/pdf", Content_Disposition='attachment; filename="Gr\xfc.pdf"'.encode("latin-1")),
        ),
    ),
    Sample(
        "a text that is a file",
        mail(b"a;b\r\n", Content_Type="text/csv", Content_Disposition="attachment; filename=list.csv"),
        files=("list.csv",),
    ),
    Sample("an empty file", multipart("mixed", PLAIN, attached("empty.txt", b"")), files=("empty.txt",)),
    Sample(
        "a picture and no text",
        mail(b"iVBORw0KGgo=", Content_Type="image/png; name=p.png", Content_Transfer_Encoding="base64"),
        title="The printer is broken",
        files=("p.png",),
    ),
    Sample("a picture that nothing shows", multipart("related", HTML, INLINE), files=("screen.png",)),
    Sample("a body that shows a picture that is not there", html("<img src='cid:none@x'>Text"), says=("Text",)),
    Sample(
        "a mail as a file",
        multipart("mixed", PLAIN, part(mail(Subject="The other one"), "message/rfc822")),
        says=("It prints nothing.",),
        files=("The other one.eml",),
    ),
    Sample(
        "a mail that is only another mail",
        mail(mail(Subject="Within"), Content_Type="message/rfc822"),
        title="The printer is broken",
        files=("Within.eml",),
    ),
    Sample(
        "a thousand parts",
        multipart("mixed", PLAIN, *[part(f"part {n}") for n in range(1_000)]),
        says=("It prints nothing.", "part 400", "too many parts"),
        lacks=("part 900",),
    ),
    Sample("a hundred levels", _nested(100), title="The printer is broken", says=("too many parts",)),
    Sample("twenty levels", _nested(20), says=("It prints nothing.",), lacks=("too many parts",)),
    Sample(
        "five thousand levels",
        mail(
            b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(5_000)),
            Content_Type='multipart/mixed; boundary="b"',
        ),
        title="The printer is broken",
    ),
    Sample(
        "25 MB",
        multipart("mixed", PLAIN, attached("big.zip", b"PK" + bytes(25_000_000))),
        says=("It prints nothing.",),
        files=("big.zip",),
    ),
    Sample(
        "parts that nothing separates",
        mail(b"It prints nothing.", Content_Type="multipart/mixed"),
        says=("It prints nothing.",),
    ),
    Sample(
        "parts that never end",
        mail(joined(PLAIN)[:-20], Content_Type='multipart/mixed; boundary="=_frontier"'),
        says=("It prints",),
    ),
    Sample(
        "a separator that nobody uses",
        mail(b"It prints nothing.", Content_Type="multipart/mixed; boundary=xx"),
        says=("It prints nothing.",),
    ),
    Sample(
        "text before the first part",
        mail(b"This is MIME.\r\n" + joined(PLAIN), Content_Type='multipart/mixed; boundary="=_frontier"'),
        lacks=("This is MIME",),
    ),
    Sample("NUL in the text", mail(b"It prints\x00 nothing."), says=("It prints nothing.",)),
    Sample("control characters in the text", mail(bytes(range(1, 32)) + b"It prints nothing."), says=("prints",)),
    Sample("bare carriage returns in the text", mail(b"One\rTwo\rThree"), says=("One", "Three")),
    Sample("a text of 3 MB", mail(b"It prints nothing.\r\n" * 150_000), files=("message.txt",)),
    Sample(
        "HTML that does harm",
        html(
            "<p onclick='x()'>Text<script>alert(1)</script><iframe src='//e'></iframe>"
            "<form action='//e'><input name=p></form><a href='javascript:x()'>y</a></p>"
        ),
        says=("Text",),
        lacks=("<script", "onclick", "<iframe", "javascript:", "<form"),
    ),
    Sample("HTML that is none", html("<<<>>> <p <b></i> &#0; &#xffffff; 5 < 6 <!-- "), title="The printer is broken"),
    Sample("HTML in ten thousand levels", html("<div>" * 10_000 + "deep"), title="The printer is broken"),
    Sample("an empty HTML page", html("<html><body></body></html>"), title="The printer is broken"),
    Sample(
        "plain text with markup",
        mail(b"1 < 2 <script>alert(1)</script> & more"),
        says=("1 &lt; 2", "&amp; more"),
        lacks=("<script",),
    ),
    Sample(
        "an invitation",
        mail(
            joined(
                PLAIN,
                part(
                    "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR", "text/calendar; method=REQUEST; charset=utf-8"
                ),
            ),
            Content_Type='multipart/alternative; boundary="=_frontier"',
        ),
        says=("It prints nothing.",),
    ),
]
