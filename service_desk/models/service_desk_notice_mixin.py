import logging

from markupsafe import Markup
from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.tools import email_normalize

from ..lifecycle import OPEN_PHASES
from .service_desk_notice_data import (
    ACKNOWLEDGED_CHANNELS,
    AUTOMATIC_HEADERS,
    AUTOMATIC_REPLY_HEADERS,
    HOLD,
    OWN_CHANNELS,
    RECEIVED,
    REMINDER,
    TOLD_BY_CALLER,
)

_logger = logging.getLogger(__name__)


class ServiceDeskNoticeMixin(models.AbstractModel):
    """What the desk tells requesters by itself, and when.

    A ticket that was raised is acknowledged; what a move tells stands with the lifecycle, as
    ``notices``. Who has done something themself is not told of it, a person hears once of what
    happens to several of their tickets at a time, and an answer that an agent gives along with a
    move goes out in the same mail as the news.
    """

    _name = "service.desk.notice.mixin"
    _description = "Ticket Notices"
    _inherit = ["service.desk.notice.words.mixin"]

    mail_from = fields.Char(compute="_compute_mail_from", help="The desk's own address, from which notices come.")

    @api.depends("company_id", "team_id")
    def _compute_mail_from(self):
        for ticket in self:
            # sudo: addresses of the desk are no secret.
            company, team = ticket.company_id.sudo(), ticket.team_id.sudo()
            alias = team.alias_email and ticket._notify_get_reply_to_formatted_email(
                team.alias_email, author_id=company.partner_id.id
            )
            root = self.env.ref("base.partner_root").sudo().email_formatted
            ticket.mail_from = company.email_formatted or alias or company.catchall_formatted or root

    # -- When ----------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        tickets = super().create(vals_list)
        if not tickets._is_quiet():
            tickets._acknowledge()
        return tickets

    def _acknowledge(self):
        """Tell requesters that their ticket has arrived, and its number.

        The inbox says by the context whether a mail is worth an answer; without its word none is
        answered, so that no two machines write to each other.
        """
        context = self.env.context
        wanted = context.get("service_desk_acknowledge")
        loaded = any(context.get(key) for key in ("install_mode", "import_file", "tracking_disable"))
        if wanted is False or loaded:
            return
        raised = self.filtered(lambda ticket: ticket._is_to_be_acknowledged())
        mailed = raised.filtered(lambda ticket: ticket.channel == "email")
        if wanted:
            # A job has read the mail, which can answer it as well.
            mailed._send_notice(RECEIVED)
        told = (raised - mailed).filtered(lambda ticket: ticket._hears(RECEIVED))
        # sudo: the queue is the server's.
        self.env["service.desk.notice"].sudo()._queue(told, RECEIVED)

    def _is_to_be_acknowledged(self):
        """Whether somebody waits to hear that this new ticket is with the desk."""
        # sudo: where a ticket comes from and what the company wants only decides about a mail.
        ticket = self.sudo()
        return (
            ticket.company_id.service_desk_acknowledge
            and ticket.channel in ACKNOWLEDGED_CHANNELS
            and ticket.phase in OPEN_PHASES
            and not ticket.external_number
            and not ticket._origin_ticket()
        )

    def _after_moves(self, sources, target):
        result = super()._after_moves(sources, target)
        event = self._lifecycle.notices.get(target)
        if event and not self._is_quiet() and not self.env.context.get(TOLD_BY_CALLER):
            self._send_notice(event)
        return result

    # -- To whom -------------------------------------------------------------------------------

    def _notice_address(self):
        """Where the requester is reached, normalized; they may be no contact of ours."""
        self.ensure_one()
        # sudo: agents may not read every contact; the address of who asked is for agents.
        ticket = self.sudo()
        if ticket.requester_id:
            return ticket.requester_id.email_normalized or ticket.requester_id.email
        return email_normalize(ticket.requester_email or "")

    def _hears(self, event):
        """Whether the requester is to hear of what has happened to this ticket."""
        if not self._lifecycle.is_for_requesters:
            return False
        own_doing = self.env.user.partner_id and self.env.user.partner_id == self.requester_id
        if own_doing and not (event == RECEIVED and self.channel in OWN_CHANNELS):
            return False
        if event == HOLD:
            # sudo: requesters may not read the reasons.
            return self.pending_reason_id.sudo().waits_for == "requester"
        return not (self.merged_into_id or self._successor_ticket())

    # -- What ----------------------------------------------------------------------------------

    def _send_notice(self, event):
        """Mail requesters what has happened to their tickets: one mail for each person.

        :param str event: one of ``EVENTS``; it says by which template, see
            ``service.desk.team.notice``
        """
        self._send_notices(event, [self])

    @api.model
    def _send_notices(self, event, processes):
        """Mail requesters the same of tickets of several processes: still one mail for each person.

        :param processes: the tickets, a recordset for each process; the first one speaks for all
        """
        letters = {}
        for tickets in processes:
            for address, told in tickets._told_of(event).items():
                letters.setdefault(address, []).extend(told)
        for (first, template), *rest in letters.values():
            others = [ticket for ticket, _template in rest]
            if first._try_notice(event, template, others):
                for tickets in processes:
                    tickets.filtered(lambda ticket, others=others: ticket in others)._log_told_with(first)

    def _told_of(self, event):
        """Address -> the tickets, with their templates, of which it is told; the main one first."""
        told = (self - self._ended_elsewhere()).filtered(lambda ticket: ticket._hears(event))
        # sudo: what a team has chosen, and templates, are part of the desk, whoever acts.
        templates = self.env["service.desk.team.notice"].sudo()._templates(told, event)
        told = told.filtered(lambda ticket: templates[ticket] and ticket._notice_address())
        return {
            address: [(ticket, templates[ticket]) for ticket in tickets._parents_first()]
            for address, tickets in told.grouped(lambda ticket: ticket._notice_address()).items()
        }

    def _parents_first(self):
        """The one that stands for the others in front."""
        return self.sorted(lambda ticket: ticket.parent_id in self)

    def _try_notice(self, event, template, others):
        """Send a notice; a template that an admin has broken must not stop anybody's work.

        :return: whether it was sent
        """
        # sudo: a notice comes from the desk, whoever acts.
        ticket = self.sudo()
        try:
            with self.env.cr.savepoint():
                ticket._post_notice(event, template, others)
        except OperationalError:
            # The transaction is to be tried again as a whole.
            raise
        except Exception as error:  # templates may hold any mistake
            _logger.exception("The notice “%s” on %s was not sent.", event, ticket.number)
            text = self.env._(
                "The mail “%(template)s” could not be written: %(error)s",
                template=template.name,
                error=error,
            )
            ticket._message_log(body=text)
            return False
        return True

    def _post_notice(self, event, template, others=()):
        """Render and send a notice; called as superuser, since it comes from the desk."""
        self.ensure_one()
        words, attachments = self._take_words()
        if not words and event == HOLD and self._has_just_asked():
            return
        if not words and event in (HOLD, REMINDER):
            words = self._open_question().body or Markup("")
        ticket = self.with_context(service_desk_event=event)
        template = template.with_context(service_desk_words=words, service_desk_faces=self._faces(event))
        mail = template._generate_template(self.ids, ("subject", "body_html", "email_from", "attachment_ids"))[self.id]
        partner = self.requester_id
        company_partner = self.company_id.partner_id
        ticket.with_context(mail_post_autofollow=False).message_post(
            subject=mail["subject"],
            body=Markup(mail["body_html"] or "") + self._text_also_about(others),
            author_id=company_partner.id,
            email_from=mail.get("email_from") or self.mail_from,
            partner_ids=partner.ids,
            outgoing_email_to=False if partner else self.requester_email,
            attachment_ids=[*mail.get("attachment_ids", ()), *attachments.ids],
            message_type="notification",
            subtype_xmlid="mail.mt_note",
            email_layout_xmlid="service_desk.mail_layout",
            email_add_signature=False,
            mail_headers=dict(self._notice_headers(event)),
            # Who did it themself was left out above.
            notify_author=True,
        )

    def _log_told_with(self, other):
        """Note on tickets that their requester has heard of it in a mail about another one."""
        text = self.env._("The requester was told in the mail about %s.", other.number)
        # sudo: the desk notes it, whoever acts.
        self.sudo()._message_log_batch(bodies=dict.fromkeys(self.ids, text))

    def _notice_headers(self, event):
        answers_mail = event == RECEIVED and self.channel == "email"
        return AUTOMATIC_REPLY_HEADERS if answers_mail else AUTOMATIC_HEADERS
