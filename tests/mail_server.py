"""A mail server for tests: SMTP, IMAP and POP3 on loopback, over a folder of files.

As a program of its own, so that tests can kill it: ``python mail_server.py FOLDER SMTP IMAP POP``.
Each address has a folder with a file per mail. While a file ``hold-flags`` lies in FOLDER, nobody is
told that a flag was stored; while ``hold-mails`` does, a mail that arrives stays a ``.draft`` and its
sender without an answer: a test has all the time it needs to do harm in between.
"""

import sys
from io import BytesIO
from pathlib import Path
from uuid import uuid4

from twisted.cred import checkers, credentials, error, portal
from twisted.internet import defer, reactor
from twisted.internet.protocol import ServerFactory
from twisted.mail import imap4, pop3, smtp
from zope.interface import implementer

SEEN = "\\Seen"


class Store:
    """The mails of one address: ``<number>.eml``, and ``<number>.seen`` when one was read."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def numbers(self):
        return sorted(int(path.stem) for path in self.folder.glob("*.eml"))

    def draft(self, content):
        """A mail that is not there before it is :meth:`kept <keep>`."""
        draft = self.folder / f"{uuid4().hex}.draft"
        draft.write_bytes(content)
        return draft

    def keep(self, draft):
        draft.rename(self.folder / f"{max(self.numbers(), default=0) + 1}.eml")

    def read(self, number):
        return (self.folder / f"{number}.eml").read_bytes()

    def remove(self, number):
        (self.folder / f"{number}.eml").unlink(missing_ok=True)

    def mark(self, number, is_seen):
        path = self.folder / f"{number}.seen"
        path.touch() if is_seen else path.unlink(missing_ok=True)

    def is_seen(self, number):
        return (self.folder / f"{number}.seen").exists()


# -- SMTP ------------------------------------------------------------------------------------------


@implementer(smtp.IMessageDelivery)
class Delivery:
    """Takes every mail, for whomever it is."""

    def __init__(self, folder):
        self.folder = folder

    def receivedHeader(self, helo, origin, recipients):
        return None

    def validateFrom(self, helo, origin):
        return origin

    def validateTo(self, user):
        address = str(user.dest).lower()
        return lambda: Incoming(Store(self.folder / address), address, (self.folder / "hold-mails").exists)


@implementer(smtp.IMessage)
class Incoming:
    def __init__(self, store, address, is_held):
        self.store, self.is_held = store, is_held
        self.lines = [b"Delivered-To: " + address.encode()]

    def lineReceived(self, line):
        self.lines.append(line)

    @defer.inlineCallbacks
    def eomReceived(self):
        draft = self.store.draft(b"\r\n".join(self.lines) + b"\r\n")
        while self.is_held():
            yield _pause(0.05)
        self.store.keep(draft)

    def connectionLost(self):
        self.lines = []


# -- IMAP ------------------------------------------------------------------------------------------


@implementer(imap4.IMessage, imap4.IMessageFile)
class Mail:
    def __init__(self, store, number):
        self.store, self.number = store, number

    def open(self):
        return BytesIO(self.store.read(self.number))

    getBodyFile = open

    def getUID(self):
        return self.number

    def getFlags(self):
        return [SEEN] if self.store.is_seen(self.number) else []

    def getInternalDate(self):
        return "02-Nov-2026 10:00:00 +0000"

    def getSize(self):
        return len(self.store.read(self.number))

    def getHeaders(self, negate, *names):
        return {}

    def isMultipart(self):
        return False


@implementer(imap4.IMailbox)
class Box:
    """What one connection sees: the mails that were there when it looked first."""

    def __init__(self, mails, is_held):
        self.mails, self.is_held = mails, is_held
        self.numbers = mails.numbers()

    def getFlags(self):
        return [SEEN]

    def getHierarchicalDelimiter(self):
        return "/"

    def getUIDValidity(self):
        return 1

    def getUIDNext(self):
        return max(self.numbers, default=0) + 1

    def getUID(self, message):
        return self.numbers[message - 1]

    def getMessageCount(self):
        return len(self.numbers)

    def getRecentCount(self):
        return 0

    def getUnseenCount(self):
        return sum(not self.mails.is_seen(number) for number in self.numbers)

    def isWriteable(self):
        return True

    def destroy(self):
        raise imap4.MailboxException("It stays.")

    def requestStatus(self, names):
        return imap4.statusRequestHelper(self, names)

    def addListener(self, listener):
        return True

    removeListener = addListener

    def addMessage(self, message, flags, date=None):
        self.mails.keep(self.mails.draft(message.read()))
        return defer.succeed(None)

    def expunge(self):
        return []

    def fetch(self, messages, uid):
        return [(place, Mail(self.mails, number)) for place, number in self._chosen(messages, uid)]

    @defer.inlineCallbacks
    def store(self, messages, flags, mode, uid):
        while mode == 1 and self.is_held():
            yield _pause(0.05)
        changed = {}
        for place, number in self._chosen(messages, uid):
            if SEEN in flags:
                self.mails.mark(number, mode != -1)
            changed[place] = [SEEN] if self.mails.is_seen(number) else []
        return changed

    def _chosen(self, messages, uid):
        places = list(enumerate(self.numbers, 1))
        messages.last = (max(self.numbers, default=0) if uid else len(places)) or 1
        return [(place, number) for place, number in places if (number if uid else place) in messages]


def _pause(seconds):
    waited = defer.Deferred()
    reactor.callLater(seconds, waited.callback, None)
    return waited


class Account(imap4.MemoryAccount):
    """One box, read anew by each connection."""

    def __init__(self, mails, is_held):
        super().__init__("account")
        self.make = lambda: Box(mails, is_held)

    def select(self, name, readwrite=1):
        return self.make()


# -- POP3 ------------------------------------------------------------------------------------------


@implementer(pop3.IMailbox)
class PopBox:
    """Deletes nothing before the client has said goodbye."""

    def __init__(self, mails):
        self.mails = mails
        self.numbers, self.gone = mails.numbers(), set()

    def listMessages(self, index=None):
        sizes = [0 if n in self.gone else len(self.mails.read(n)) for n in self.numbers]
        return sizes if index is None else sizes[index]

    def getMessage(self, index):
        return BytesIO(self.mails.read(self.numbers[index]))

    def getUidl(self, index):
        return str(self.numbers[index]).encode()

    def deleteMessage(self, index):
        self.gone.add(self.numbers[index])

    def undeleteMessages(self):
        self.gone.clear()

    def sync(self):
        for number in self.gone:
            self.mails.remove(number)


# -- Doors -----------------------------------------------------------------------------------------


@implementer(portal.IRealm)
class Realm:
    """Whoever knows the password gets the box of the address that is the login."""

    def __init__(self, folder):
        self.folder = folder

    def requestAvatar(self, avatar, mind, *interfaces):
        mails = Store(self.folder / avatar.decode())
        if imap4.IAccount in interfaces:
            return imap4.IAccount, Account(mails, (self.folder / "hold-flags").exists), lambda: None
        return pop3.IMailbox, PopBox(mails), lambda: None


@implementer(checkers.ICredentialsChecker)
class AnybodyWithThePassword:
    credentialInterfaces = (credentials.IUsernamePassword,)

    def requestAvatarId(self, given):
        if bytes(given.password) != b"secret":
            raise error.UnauthorizedLogin
        return defer.succeed(bytes(given.username))


class Factory(ServerFactory):
    def __init__(self, make):
        self.make = make

    def buildProtocol(self, address):
        made = self.make()
        made.factory = self
        return made


def main(folder, *ports):
    folder = Path(folder)
    doors = portal.Portal(Realm(folder), [AnybodyWithThePassword()])

    def smtp_door():
        door = smtp.ESMTP()
        door.delivery = Delivery(folder)
        return door

    def imap_door():
        door = imap4.IMAP4Server()
        door.portal = doors
        return door

    def pop_door():
        door = pop3.POP3()
        door.portal = doors
        return door

    for make, port in zip((smtp_door, imap_door, pop_door), map(int, ports), strict=True):
        reactor.listenTCP(port, Factory(make), interface="127.0.0.1")
    reactor.run()


if __name__ == "__main__":
    main(*sys.argv[1:])
