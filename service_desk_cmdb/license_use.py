"""Whose seat a line of a vendor's list of use is about. Pure Python without Odoo inside."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping

#: Who or what -> the usual words for the column, as ``sheets.headings.plain`` gives them. What tells
#: for certain comes before a name, which two may share.
HOLDER_COLUMNS = {
    "mail": (
        *("userprincipalname", "useremail", "emailaddress", "email", "mail", "upn", "userid", "login", "username"),
        *("courriel", "emailadres", "emailadresse", "correo"),
    ),
    "serial_number": ("serialnumber", "serial", "servicetag", "numerodeserie", "serienummer", "seriennummer"),
    "number": ("cinumber", "assettag", "asset", "number", "numero", "nummer"),
    "name": (
        *("displayname", "fullname", "name", "user", "assignedto", "device", "devicename", "computername"),
        *("computer", "hostname", "nom", "naam", "benutzer", "usuario", "nombre"),
    ),
}
DAY_COLUMN = {
    "day": (
        *("lastactivitydate", "lastactivity", "lastused", "lastuse", "lastsignin", "lastsignindate", "lastlogin"),
        *("lastlogindate", "lastlogon", "lastseen", "lastaccess", "lastactive", "lastuseddate", "date"),
        *("derniereutilisation", "laatstgebruikt", "zuletztverwendet", "zuletztbenutzt", "ultimouso"),
    ),
}


class Ambiguous(LookupError):
    """More than one holder is called so."""


class Holders:
    """Finds the seat that a line means, by whatever its columns say.

    :param names: (column, how it is written there, seat), for each way to name its holder
    """

    def __init__(self, names: Iterable[tuple[str, str, Hashable]]):
        self._seats = defaultdict(set)
        for column, name, seat in names:
            if name:
                self._seats[column, self._plain(name)].add(seat)

    def find(self, told: Mapping[str, str]) -> Hashable | None:
        """The seat of one line; None when its holder has none.

        :param told: column -> what the line says there
        :raise Ambiguous: when nothing in it tells two holders apart
        """
        texts = {column: self._plain(told.get(column)) for column in HOLDER_COLUMNS}
        # Many a list has addresses below “User”.
        ways = [*texts.items(), *(("mail", text) for text in texts.values() if "@" in text)]
        seats = next(filter(None, map(self._seats.get, ways)), set())
        if len(seats) > 1:
            # What tells for certain came first: nothing in the line tells these apart.
            raise Ambiguous(told)
        return next(iter(seats), None)

    @staticmethod
    def _plain(text):
        return " ".join((text or "").casefold().split())
