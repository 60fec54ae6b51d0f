"""winmail.dat, S/MIME and PGP, whole and broken."""

import struct

from asn1crypto import cms

from .sample import Sample, attached, mail, multipart, part

#: How a winmail.dat within another begins.
EMBEDDED = b"\x07\x03\x02\x00\x00\x00\x00\x00\xc0\x00\x00\x00\x00\x00\x00\x46"
WORDS = "Drucker läuft nicht"
INSIDE = part("It prints nothing.")


def _object(level, name, kind, content):
    head = struct.pack("<BHHI", level, name, kind, len(content))
    return head + content + struct.pack("<H", sum(content) % 65536)


def tnef(text=b"", files=(), html=b""):
    """A winmail.dat as Outlook makes it."""
    objects = [
        _object(1, 0x9006, 8, struct.pack("<I", 0x10000)),
        _object(1, 0x9007, 6, struct.pack("<II", 1252, 0)),
    ]
    if text:
        objects.append(_object(1, 0x800C, 2, text))
    if html:
        padded = html + bytes(-len(html) % 4)
        property_ = struct.pack("<IHHII", 1, 0x0102, 0x1013, 1, len(html)) + padded
        objects.append(_object(1, 0x9003, 6, property_))
    for name, content in files:
        objects.append(_object(2, 0x9002, 6, bytes(14)))
        objects.append(_object(2, 0x8010, 1, name + b"\0"))
        objects.append(_object(2, 0x800F, 6, content))
    return struct.pack("<IH", 0x223E9F78, 1) + b"".join(objects)


def tnef_of(*objects):
    """A winmail.dat of objects as (level, name, content), whatever they say."""
    return struct.pack("<IH", 0x223E9F78, 1) + b"".join(_object(level, name, 6, said) for level, name, said in objects)


def signed(content):
    """An S/MIME wrapping with a mail in the clear, without anybody's signature."""
    data = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [],
            "signer_infos": [],
            "encap_content_info": {"content_type": "data", "content": content},
        }
    )
    return cms.ContentInfo({"content_type": "signed_data", "content": data}).dump()


def encrypted():
    data = cms.EnvelopedData(
        {
            "version": "v0",
            "recipient_infos": [],
            "encrypted_content_info": {
                "content_type": "data",
                "content_encryption_algorithm": {"algorithm": "aes256_cbc", "parameters": bytes(16)},
                "encrypted_content": bytes(32),
            },
        }
    )
    return cms.ContentInfo({"content_type": "enveloped_data", "content": data}).dump()


def _smime(content, kind):
    file = attached("smime.p7m", content, f"application/pkcs7-mime; smime-type={kind}")
    head, _, body = file.partition(b"\r\n\r\n")
    content_type = head.split(b"\r\n")[0].partition(b": ")[2]
    return mail(body, Content_Type=content_type, Content_Transfer_Encoding="base64")


def _winmail(content, *texts):
    return multipart("mixed", *texts, attached("winmail.dat", content, "application/ms-tnef"))


SAMPLES = [
    Sample(
        "winmail.dat with text and a file",
        _winmail(tnef(WORDS.encode("cp1252"), [(b"report.txt", b"x")])),
        says=(WORDS,),
        files=("report.txt",),
    ),
    Sample(
        "winmail.dat with a file of an 8-bit name",
        _winmail(tnef(b"Text", [("für Sie.txt".encode("cp1252"), b"x")])),
        says=("Text",),
        files=("attachment",),
    ),
    Sample(
        "winmail.dat with HTML",
        _winmail(tnef(html=b"<p>It prints <b>nothing</b>.</p>")),
        says=("<b>nothing</b>",),
        files=(),
    ),
    Sample(
        "winmail.dat beside a text",
        _winmail(tnef(files=[(b"log.txt", b"x")]), INSIDE),
        says=("It prints nothing.",),
        files=("log.txt",),
    ),
    Sample(
        "winmail.dat by its name alone",
        multipart("mixed", INSIDE, attached("WINMAIL.DAT", tnef(files=[(b"log.txt", b"x")]))),
        files=("log.txt",),
    ),
    Sample("winmail.dat with nothing in it", _winmail(tnef()), says=("winmail.dat",), files=("winmail.dat",)),
    Sample(
        "winmail.dat that is broken", _winmail(tnef(b"Text")[:-9] + b"\xff" * 20, INSIDE), says=("It prints nothing.",)
    ),
    Sample(
        "winmail.dat that is none",
        _winmail(b"PK\x03\x04", INSIDE),
        says=("It prints nothing.", "could not be opened"),
        files=("winmail.dat",),
    ),
    Sample("winmail.dat of no byte", _winmail(b"", INSIDE), says=("could not be opened",), files=("winmail.dat",)),
    Sample(
        "S/MIME, signed in one piece", _smime(signed(INSIDE), "signed-data"), says=("It prints nothing.",), files=()
    ),
    Sample(
        "S/MIME, signed in one piece, with a file",
        _smime(signed(multipart("mixed", INSIDE, attached("log.txt", b"x"))), "signed-data"),
        files=("log.txt",),
    ),
    Sample(
        "S/MIME, signed beside",
        multipart(
            "signed",
            INSIDE,
            attached("smime.p7s", b"0\x80", "application/pkcs7-signature"),
            parameters='; protocol="application/pkcs7-signature"',
        ),
        says=("It prints nothing.",),
        files=("smime.p7s",),
    ),
    Sample("S/MIME, encrypted", _smime(encrypted(), "enveloped-data"), says=("encrypted",), files=("smime.p7m",)),
    Sample(
        "S/MIME that is none", _smime(b"0\x80junk", "signed-data"), says=("could not be opened",), files=("smime.p7m",)
    ),
    Sample(
        "PGP, signed beside",
        multipart(
            "signed",
            INSIDE,
            part("-----BEGIN PGP SIGNATURE-----", "application/pgp-signature; name=signature.asc"),
            parameters='; protocol="application/pgp-signature"',
        ),
        says=("It prints nothing.",),
        files=("signature.asc",),
    ),
    Sample(
        "PGP, encrypted",
        multipart(
            "encrypted",
            part("Version: 1", "application/pgp-encrypted"),
            part("-----BEGIN PGP MESSAGE-----", "application/octet-stream; name=encrypted.asc"),
            parameters='; protocol="application/pgp-encrypted"',
        ),
        title="The printer is broken",
    ),
    Sample(
        "PGP within the text",
        mail(b"-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA\r\n-----END PGP MESSAGE-----"),
        says=("BEGIN PGP MESSAGE",),
    ),
]
