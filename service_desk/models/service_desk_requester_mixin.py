from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lifecycle import CLOSED, DONE, ENDED_PHASES, MANAGER, OPEN_PHASES, REQUESTER, SYSTEM


class ServiceDeskRequesterMixin(models.AbstractModel):
    """Who asks, for whom, and what they may do with their ticket.

    Requesters have no write access. Each of the private methods here is one thing they may do;
    the portal calls them after its gate has found the ticket to be theirs.
    """

    _name = "service.desk.requester.mixin"
    _description = "Ticket Requester"

    requester_id = fields.Many2one(
        "res.partner",
        index=True,
        tracking=True,
        check_company=True,
        default=lambda self: self.env.user.partner_id,
        help="For whom it is.",
    )
    submitted_by_id = fields.Many2one(
        "res.partner",
        index="btree_not_null",
        check_company=True,
        help="Who asked, when that is somebody else than the requester.",
    )
    customer_id = fields.Many2one(
        "res.partner",
        compute="_compute_customer_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        help="The organization the requester belonged to when they asked.",
    )
    requester_open_count = fields.Integer(compute="_compute_requester_counts", groups="service_desk.group_agent")
    requester_total_count = fields.Integer(compute="_compute_requester_counts", groups="service_desk.group_agent")
    can_reopen = fields.Boolean(compute="_compute_can_reopen", help="The requester may still object to the resolution.")

    @api.model_create_multi
    def create(self, vals_list):
        me = self.env.user.partner_id
        # Those who ask are read along with whoever writes: their company is asked for soon.
        asking = {one for vals in vals_list if isinstance(one := vals.get("requester_id"), int) and one}
        me = me.with_prefetch((me.id, *asking))
        for vals in vals_list:
            # A job's own contact may belong to one company while it works for another.
            is_ours = me.company_id.id in (False, vals["company_id"])
            vals.setdefault("requester_id", is_ours and me.id)
            vals["submitted_by_id"] = vals.get("submitted_by_id") or vals["requester_id"]
        return super().create(vals_list)

    def write(self, vals):
        if "requester_id" not in vals or "submitted_by_id" in vals:
            return super().write(vals)
        # Somebody who only asked for themselves has nothing to do with it once it is another's.
        mistaken = self.filtered(lambda ticket: ticket.submitted_by_id == ticket.requester_id)
        super(ServiceDeskRequesterMixin, self - mistaken).write(vals)
        both = {**vals, "submitted_by_id": vals["requester_id"]}
        return super(ServiceDeskRequesterMixin, mistaken).write(both)

    @api.depends("requester_id")
    def _compute_customer_id(self):
        # sudo: employees may not read every contact's parent.
        for ticket in self.sudo():
            ticket.customer_id = ticket.requester_id.commercial_partner_id

    @api.depends("requester_id")
    def _compute_requester_counts(self):
        open_counts, totals = {}, {}
        for partner, phase, count in self._read_group(
            [("requester_id", "in", self.requester_id.ids)], ["requester_id", "phase"], ["__count"]
        ):
            totals[partner.id] = totals.get(partner.id, 0) + count
            if phase in OPEN_PHASES:
                open_counts[partner.id] = open_counts.get(partner.id, 0) + count
        for ticket in self:
            ticket.requester_open_count = open_counts.get(ticket.requester_id.id, 0)
            ticket.requester_total_count = totals.get(ticket.requester_id.id, 0)

    @api.depends("state", "date_resolved")
    def _compute_can_reopen(self):
        for ticket in self:
            ended = ticket.phase in ENDED_PHASES and ticket.date_resolved
            ticket.can_reopen = bool(ended) and self.env.cr.now() <= ended + timedelta(
                # sudo: the company's settings hold for requesters too.
                days=ticket.company_id.sudo().service_desk_reopen_days
            )

    def _guard_reopen(self, roles):
        """For as many days as the company grants, requesters and agents may take a resolution back.

        Agents may also later, while the ticket is not closed yet; managers may always. Requesters
        open a new ticket then.
        """
        if roles & {MANAGER, SYSTEM}:
            return
        for ticket in self:
            is_final = REQUESTER in roles or ticket.phase == CLOSED
            if is_final and not ticket.can_reopen:
                raise UserError(
                    self.env._(
                        "%s was resolved too long ago to be reopened. Please open a new ticket;"
                        " it will be linked to this one.",
                        ticket.display_name,
                    )
                )

    # -- What a requester does -------------------------------------------------------------------

    def _requester_move(self, target, vals=None):
        """Move a ticket on its requester's wish, through the same door as everybody."""
        self.ensure_one()
        ticket = self.sudo()  # sudo: requesters cannot write; the door decides what they may do
        if ticket.state != target:
            ticket.write(vals or {})
            ticket._check_moves(target, {REQUESTER})
            ticket.write({"state": target})

    def _requester_reply(self, author, body, files=()):
        """Add the requester's words to the conversation.

        :param author: ``res.partner`` who writes
        :param body: Markup, already escaped or cleaned
        :param files: pairs of file name and content in bytes, already checked
        """
        self.ensure_one()
        # sudo: requesters cannot write tickets; the author is the one who is logged in.
        ticket = self.sudo()
        return ticket.message_post(
            author_id=author.id,
            body=body,
            attachment_ids=ticket._create_posted_files(files).ids,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )

    def _create_posted_files(self, files):
        """Store files that :meth:`message_post` will move to the ticket."""
        # Screenshots stay as they are: shrinking them would make small print unreadable.
        return (
            self.env["ir.attachment"]
            .with_context(image_no_postprocess=True)
            .create(
                [
                    {"name": name, "raw": content, "res_model": "mail.compose.message", "res_id": 0}
                    for name, content in files
                ]
            )
        )

    def _requester_close(self):
        """The requester says it is solved."""
        vals = {}
        if self.phase != DONE:
            vals = {"resolution": self.env._("Closed by the requester.")}
        self._requester_move(self._lifecycle.closing, vals)

    def _requester_reopen(self, author, body, files=()):
        """The requester says it is not solved.

        :raise UserError: when it is too late; nothing is posted then
        """
        if self.phase in ENDED_PHASES:
            self._requester_move(self._lifecycle.working)
        self._requester_reply(author, body, files)

    def _requester_rate(self, value, feedback):
        """Store the requester's rating, once a ticket; a second one replaces the first.

        :param int value: 1 (bad), 3 (so-so) or 5 (good)
        :raise UserError: while the ticket is open, or for another value
        """
        self.ensure_one()
        if self.phase not in ENDED_PHASES:
            raise UserError(self.env._("You can rate the service once your ticket is resolved."))
        if value not in (1, 3, 5):
            raise UserError(self.env._("Choose one of the three faces."))
        ticket = self.sudo()  # sudo: the portal's gate has checked that the ticket is theirs
        rating = ticket.rating_ids.filtered(lambda r: r.partner_id == ticket.requester_id)[:1]
        if not rating:
            token = ticket._rating_get_access_token()
            rating = ticket.rating_ids.search([("access_token", "=", token)], limit=1)
        ticket.rating_apply(value, rating=rating, feedback=feedback, subtype_xmlid="mail.mt_note")
