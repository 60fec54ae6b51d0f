import base64
from functools import partial

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.service.model import retrying
from odoo.tools import SQL, html_sanitize

from ..mail_intake.contents import contents_of
from ..mail_intake.letter import Letter
from ..mail_out.pictures import without_pictures
from .service_desk_inbox_data import (
    DONE,
    DOUBLE,
    FAILED,
    HELD,
    HOLD_REASONS,
    IGNORED,
    KINDS,
    MAX_BYTES,
    NEW,
    STATES,
)
from .service_desk_process_data import PROCESSES


class ServiceDeskInbox(models.Model):
    """What arrives from outside, kept as it came until it has become what it should.

    A mail is stored and committed before its mail server hears that we have it. A job reads it
    later, as often as it takes: nothing is lost when that fails or is killed, and nothing comes
    twice, since the same thing has the same key.
    """

    _name = "service.desk.inbox"
    _description = "Inbox"
    _inherit = [
        "service.desk.walled.mixin",
        "service.desk.inbox.job.mixin",
        "service.desk.inbox.mail.mixin",
    ]
    _order = "id desc"
    _rec_name = "subject"

    kind = fields.Selection([("mail", "Mail")], required=True, readonly=True, default="mail")
    key = fields.Char(required=True, readonly=True, help="The same thing never gets in twice.")
    fingerprint = fields.Char(readonly=True)
    # In the row itself, so that it is as safe as the row: files are written beside the database.
    raw = fields.Binary(string="Original", attachment=False, readonly=True)
    size = fields.Integer(readonly=True, help="In bytes.")
    state = fields.Selection(STATES, string="Status", required=True, readonly=True, default=NEW)
    verdict = fields.Selection(
        [*KINDS, *HOLD_REASONS],
        string="Finding",
        readonly=True,
        help="What kind of mail it is.",
    )
    reason = fields.Char(readonly=True)
    subject = fields.Char(readonly=True)
    sender = fields.Char(readonly=True)
    recipients = fields.Char(readonly=True)
    message_id = fields.Char(readonly=True, index="btree_not_null")
    company_id = fields.Many2one("res.company", readonly=True, index="btree_not_null")
    team_id = fields.Many2one("service.desk.team", readonly=True, index="btree_not_null")
    res_model = fields.Selection(PROCESSES, string="Kind of Ticket", readonly=True)
    res_id = fields.Many2oneReference(string="Ticket ID", model_field="res_model", readonly=True)
    ticket_number = fields.Char(string="Ticket", readonly=True)
    acknowledged_to = fields.Char(readonly=True, help="Who was told that the mail has come.")
    preview = fields.Html(compute="_compute_preview", string="Text")
    file_names = fields.Char(compute="_compute_preview", string="Files")
    is_released = fields.Boolean(string="Released", readonly=True, help="Somebody has looked at it and let it in.")

    _key_uniq = models.UniqueIndex("(key)")
    _waiting_index = models.Index("(date_next) WHERE state = 'new'")
    _sender_index = models.Index("(sender, create_date)")
    _acknowledged_index = models.Index("(acknowledged_to, create_date) WHERE acknowledged_to IS NOT NULL")
    _ticket_index = models.Index("(res_model, res_id) WHERE res_id IS NOT NULL")

    @api.depends("raw")
    def _compute_preview(self):
        """What the mail says, for whoever decides on it; pictures would tell its sender who looks."""
        for row in self.with_context(bin_size=False):
            read = contents_of(Letter(base64.b64decode(row.raw or b"")))
            shown = html_sanitize(self._clean(read.html), sanitize_attributes=True, strip_style=True)
            row.preview = without_pictures(shown)
            row.file_names = ", ".join(file.name for file in read.files)

    # -- Arrival -----------------------------------------------------------------------------

    @api.model
    def _receive(self, raw):
        """Store a mail and commit it, whatever becomes of the caller's transaction.

        :param bytes raw: the mail as it came
        :return: the id of its row, False when it was here already
        :raise Exception: when it could not be stored; it is still the mail server's then
        """
        with self.pool.cursor() as cr:
            inbox = self.with_env(api.Environment(cr, SUPERUSER_ID, {}))
            return retrying(partial(inbox._store, raw), inbox.env)

    @api.model
    def _store(self, raw):
        """Keep a mail under its key. See :meth:`_receive`."""
        if len(raw) > MAX_BYTES:
            raise UserError(self.env._("The mail is too large to be kept."))
        letter = Letter(raw)
        known = self.search([("key", "=", letter.key)])
        if known and known.fingerprint == letter.fingerprint:
            return False
        key = self._key_of_double(letter) if known else letter.key
        state = {"state": HELD, "verdict": DOUBLE} if known else {}
        row = self._insert(key, letter, state)
        if row:
            # Who may look at it must not wait until it has been read.
            self.browse(row)._belongs_to(self._find_ticket(letter), self._find_team(letter))
            # sudo: the job that reads the inbox belongs to the server.
            self.env.ref("service_desk.cron_inbox").sudo()._trigger()
        return row

    @api.model
    def _insert(self, key, letter, state):
        """Create the row unless another transaction has just done so, which is waited for."""
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO service_desk_inbox
                            (kind, key, fingerprint, raw, size, state, verdict, attempts, date_next,
                             subject, sender, recipients, message_id,
                             create_uid, create_date, write_uid, write_date)
                     VALUES ('mail', %(key)s, %(fingerprint)s, %(raw)s, %(size)s, %(state)s,
                             %(verdict)s, 0, %(now)s,
                             %(subject)s, %(sender)s, %(recipients)s, %(message_id)s,
                             %(uid)s, %(now)s, %(uid)s, %(now)s)
                ON CONFLICT (key) DO NOTHING
                  RETURNING id
                """,
                key=key,
                fingerprint=letter.fingerprint,
                raw=base64.b64encode(letter.raw),
                size=len(letter.raw),
                state=state.get("state", NEW),
                verdict=state.get("verdict"),
                now=self.env.cr.now(),
                subject=letter.subject or None,
                sender=letter.sender or None,
                recipients=", ".join(letter.recipients) or None,
                message_id=letter.message_id or None,
                uid=self.env.uid,
            )
        )
        row = self.env.cr.fetchone()
        return row[0] if row else False

    @api.model
    def _rows_of(self, letter):
        """The rows in which a mail is kept."""
        return self.search([("key", "in", [letter.key, self._key_of_double(letter)])])

    @api.model
    def _key_of_double(self, letter):
        return f"{letter.key}#{letter.fingerprint}"

    # -- What people do with it ----------------------------------------------------------------

    def action_release(self):
        """Let mails in that were set aside or held: a person has found that they are in order.

        :raise UserError: for mails that have become something already
        """
        self._check_open()
        self._requeue(is_released=True)
        return True

    def action_retry(self):
        """Try failed mails once more."""
        self._check_open()
        self._requeue()
        return True

    def action_dismiss(self):
        """Set mails aside for good: nothing is to become of them."""
        self._check_open()
        # sudo: managers may not write the table, only do this.
        self.sudo().write({"state": IGNORED, "reason": self.env._("Dismissed by %s.", self.env.user.name)})
        return True

    def action_open_ticket(self):
        """Open what became of it."""
        self.check_access("read")
        self.ensure_one()
        if not self.res_id:
            raise UserError(self.env._("This mail belongs to no ticket."))
        return self.env[self.res_model].browse(self.res_id)._get_records_action()

    def action_download(self):
        """Hand out the original."""
        self.check_access("read")
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/raw/mail-{self.id}.eml?download=1",
        }

    def _check_open(self):
        self.check_access("read")
        if not self.env.user.has_group("service_desk.group_manager"):
            raise UserError(self.env._("The inbox is for managers of the desk."))
        if self.filtered(lambda row: row.state in (NEW, DONE)):
            raise UserError(self.env._("Mails that wait or are done need no decision."))

    def _requeue(self, **values):
        # sudo: managers may not write the table, only do this.
        self.sudo().write({"state": NEW, "attempts": 0, "date_next": self.env.cr.now(), "reason": False, **values})
        self.env.ref("service_desk.cron_inbox").sudo()._trigger()

    @api.model
    def _count_open(self):
        """How many mails wait for somebody's decision."""
        return self.search_count([("state", "in", (HELD, FAILED))])
