import email
import logging
from email import policy
from xmlrpc.client import Binary

from odoo import api, models
from odoo.exceptions import AccessError

from ..mail_intake.letter import Letter
from ..mail_intake.parsing import is_laborious
from .service_desk_process_data import TICKET_COLUMNS

_logger = logging.getLogger(__name__)


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def message_process(
        self,
        model,
        message,
        custom_values=None,
        save_original=False,
        strip_attachments=False,
        thread_id=None,
    ):
        """Mail for the desk goes into its inbox; all other mail takes Odoo's way.

        :return: False for the desk's mail: what becomes of it is decided later
        """
        if self._name.startswith("service.desk."):
            self._check_service_desk_gateway()
        raw = self._service_desk_bytes(message)
        if self._is_for_service_desk(Letter(raw), model):
            self._check_service_desk_gateway()
            self.env["service.desk.inbox"]._receive(raw)
            return False
        return super().message_process(
            model,
            message,
            custom_values=custom_values,
            save_original=save_original,
            strip_attachments=strip_attachments,
            thread_id=thread_id,
        )

    @api.model
    def _service_desk_bytes(self, message):
        """A mail as bytes, in whatever form the gateway hands it over."""
        if isinstance(message, Binary):
            message = message.data
        return message.encode("utf-8", "surrogateescape") if isinstance(message, str) else bytes(message)

    @api.model
    def _is_for_service_desk(self, letter, model=None):
        """Whether a mail goes to a team's address, into a ticket's thread or is a report on it.

        :param str model: what the mail server's account makes of mails, if anything
        """
        # sudo: the gateway asks, for whoever runs it; nothing of what is found gets out.
        inbox = self.env["service.desk.inbox"].sudo()
        if model in TICKET_COLUMNS or inbox._aliases(letter.recipients):
            return True
        return bool(inbox._ticket_of_thread(letter)) or inbox._is_report_on_ticket(letter)

    @api.model
    def _check_service_desk_gateway(self):
        """The gateway runs as the superuser, or as the administrator whose key the server has.

        The method in front of this is public and believes the sender of a mail, so that any login
        could write on any ticket in anybody's name.
        """
        if not (self.env.su or self.env.user.has_group("base.group_system")):
            raise AccessError(self.env._("Mails to tickets come through the mail gateway alone."))

    def _message_route_process(self, message, message_dict, routes):
        """No other way leads a mail to a ticket."""
        if any(self.env["mail.message"]._is_ticket_model(route[0]) for route in routes or ()):
            self._check_service_desk_gateway()
        return super()._message_route_process(message, message_dict, routes)

    @api.model
    def _service_desk_parse(self, raw):
        """A mail as Odoo's own gateway reads it: the message and what it found; None if it cannot."""
        if is_laborious(raw):
            return None
        message = email.message_from_bytes(raw, policy=policy.SMTP)
        try:
            return message, self.message_parse(message)
        except Exception:  # a report in a form of its own; the inbox keeps it
            _logger.info("A delivery report could not be read.", exc_info=True)
            return None
