"""Pictures in HTML that was cleaned before, where nothing may be fetched by looking at it."""

import re

#: What a page fetches by itself: as elements, and as pictures behind the text.
PICTURE = re.compile(r"<(?:img|image|input|video|audio|source|picture|track)\b[^>]*>", re.IGNORECASE)
BACKGROUND = re.compile(r"\sbackground=(?:\"[^\"]*\"|'[^']*')", re.IGNORECASE)


def without_pictures(html: str) -> str:
    """The text of it alone; the kind of string stays what it is."""
    return type(html)(BACKGROUND.sub("", PICTURE.sub("", html)))
