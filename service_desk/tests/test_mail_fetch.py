"""What a fetch confirms to the mail server: what is stored, and what is none of the desk's business."""

from unittest.mock import Mock

from odoo.tools import mute_logger

from ..models.fetchmail_server import KeepUnstored
from .inbox_case import InboxCase, letter


class TestMailFetch(InboxCase):
    def confirmed(self, *letters):
        """Which mails of a mail server are confirmed, by their place."""
        server = self.env["fetchmail.server"].create({"name": "Box", "server_type": "pop"})
        connection = Mock(retrieve_unread_messages=lambda: enumerate(letters))
        guarded = KeepUnstored(connection, server._is_safe_to_confirm)
        self.env.flush_all()
        with self.enter_registry_test_mode():
            for number, _message in guarded.retrieve_unread_messages():
                guarded.handled_message(number)
        return [call.args[0] for call in connection.handled_message.call_args_list]

    @mute_logger("odoo.addons.service_desk.models.fetchmail_server")
    def test_mail_that_was_not_stored_stays_on_its_server(self):
        """A POP server deletes what it hears is done."""
        stored, lost = letter(), letter()
        self.inbox._store(stored)
        self.assertEqual(self.confirmed(stored, lost), [0])

    def test_mail_of_others_is_confirmed_as_ever(self):
        """Odoo's other addresses are not the desk's to guard."""
        self.assertEqual(self.confirmed(letter(to="sales@desk.test")), [0])

    def test_rest_of_the_connection_is_its_own(self):
        """Odoo asks it for more than mails."""
        connection = Mock()
        self.assertIs(KeepUnstored(connection, bool).close, connection.close)
