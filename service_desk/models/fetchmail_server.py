import logging

from odoo import models

from ..mail_intake.letter import Letter

_logger = logging.getLogger(__name__)


class KeepUnstored:
    """A connection to a mail server that confirms the desk's mail only once it is stored.

    Odoo confirms each mail after its handler, also when that failed: on a POP server the mail is
    deleted then, and gone. Everything else is the connection's own business.
    """

    def __init__(self, connection, is_safe):
        self._connection = connection
        self._is_safe = is_safe
        self._letters = {}

    def __getattr__(self, name):
        return getattr(self._connection, name)

    def retrieve_unread_messages(self):
        for number, message in self._connection.retrieve_unread_messages():
            self._letters = {number: message}
            yield number, message

    def handled_message(self, number):
        if self._is_safe(self._letters.pop(number, None)):
            self._connection.handled_message(number)


class FetchmailServer(models.Model):
    _inherit = "fetchmail.server"

    def _connect__(self, allow_archived=False):
        connection = super()._connect__(allow_archived=allow_archived)
        return KeepUnstored(connection, self._is_safe_to_confirm)

    def _is_safe_to_confirm(self, message):
        """Whether a mail is not the desk's, or is in its inbox."""
        if message is None:
            return True
        gateway = self.env["mail.thread"]
        letter = Letter(gateway._service_desk_bytes(message))
        # A look of its own: the fetching transaction began before the mail was stored.
        with self.pool.cursor() as cr:
            here = self.with_env(self.env(cr=cr))
            if not here.env["mail.thread"]._is_for_service_desk(letter, self.object_id.model):
                return True
            # sudo: the gateway looks whether a mail is there.
            is_stored = bool(here.env["service.desk.inbox"].sudo()._rows_of(letter))
        if not is_stored:
            _logger.warning("A mail was not stored and stays on its server: %s", letter.message_id)
        return is_stored
