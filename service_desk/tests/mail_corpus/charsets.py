"""Texts in the charsets of the world, named rightly, wrongly and not at all."""

from .sample import Sample, mail

GREETING = "Grüße aus Wien, schöne Tür."
JAPANESE = "プリンターが壊れています。インクを交換してもまったく印刷されません。"
RUSSIAN = "Принтер сломан и ничего не печатает уже второй день подряд."
CHINESE = "打印机坏了，什么都打印不出来，请尽快派人来看看。"


def _text(text, codec, label=None, **headers):
    label = codec if label is None else label
    kind = f"text/plain; charset={label}" if label else "text/plain"
    return mail(text.encode(codec), Content_Type=kind, Content_Transfer_Encoding="8bit", **headers)


def _sample(name, text, codec, label=None, says=None):
    return Sample(
        f"text in {name}",
        _text(text, codec, label, X_Sample=name),
        says=(text if says is None else says,),
    )


SAMPLES = [
    _sample("UTF-8", GREETING, "utf-8"),
    _sample("Latin-1", GREETING, "iso-8859-1"),
    _sample("Windows-1252", "Preis: 5 € – „günstig“", "cp1252"),
    _sample("Windows-1252 labelled Latin-1", "Kaputt – schöne Tür", "cp1252", "iso-8859-1", "schöne Tür"),
    _sample("ISO-2022-JP", JAPANESE, "iso-2022-jp"),
    _sample("Shift JIS", JAPANESE, "shift_jis"),
    _sample("KOI8-R", RUSSIAN, "koi8-r"),
    _sample("GB18030", CHINESE, "gb18030"),
    _sample("GB2312", CHINESE, "gb2312"),
    _sample("Big5", "印表機壞了", "big5"),
    _sample("EUC-KR", "프린터가 고장났습니다", "euc-kr"),
    _sample("UTF-7", GREETING, "utf-7"),
    _sample("UTF-16 with its mark", GREETING, "utf-16"),
    _sample("UTF-16, big end first", GREETING, "utf-16-be"),
    _sample("UTF-8 with a mark", f"\N{ZERO WIDTH NO-BREAK SPACE}{GREETING}", "utf-8", says=GREETING),
    _sample("UTF-8 labelled ASCII", GREETING, "utf-8", "us-ascii"),
    _sample("UTF-8 labelled as nothing known", GREETING, "utf-8", "x-unknown"),
    _sample("UTF-8 labelled as no name can be", GREETING, "utf-8", '"; $%& "'),
    _sample("UTF-8 labelled 8bit", GREETING, "utf-8", "8bit"),
    _sample("UTF-8 labelled as a codec that is no charset", GREETING, "utf-8", "base64"),
    _sample("UTF-8 labelled as a codec for addresses", GREETING, "utf-8", "punycode"),
    _sample("UTF-8 without a label", GREETING, "utf-8", ""),
    _sample("KOI8-R without a label", RUSSIAN * 3, "koi8-r", "", RUSSIAN),
    _sample("Latin-1 without a label", f"{GREETING} Der Drucker läuft überhaupt nicht.", "latin-1", "", "Wien"),
    Sample(
        "bytes that are text in no charset",
        mail(
            b"Before \xff\xfe\x80\x81\xc3\x28 after",
            Content_Type="text/plain; charset=utf-8",
            Content_Transfer_Encoding="8bit",
        ),
        says=("Before", "after"),
    ),
    Sample(
        "a text with a lone surrogate, which no database stores",
        mail(b"Before +2AA- after", Content_Type="text/plain; charset=utf-7"),
        says=("Before", "after"),
    ),
    Sample(
        "quoted-printable that is broken",
        mail(
            b"Gr=C3=BC=DFe =XX= and =\r\nmore=",
            Content_Type="text/plain; charset=utf-8",
            Content_Transfer_Encoding="quoted-printable",
        ),
        says=("and", "more"),
    ),
    Sample(
        "base64 that is broken",
        mail(
            b"SXQgcHJpbnRz!!!IG5vdGhpbmcu=\r\n=x",
            Content_Type="text/plain; charset=utf-8",
            Content_Transfer_Encoding="base64",
        ),
    ),
    Sample(
        "an encoding that nobody knows",
        mail(b"It prints nothing.", Content_Transfer_Encoding="x-zip"),
        says=("It prints nothing.",),
    ),
    Sample(
        "HTML that names another charset than the header",
        mail(
            b'<html><head><meta charset="utf-8"></head><body>sch\xf6n</body></html>',
            Content_Type="text/html; charset=iso-8859-1",
        ),
        says=("schön",),
    ),
]
