from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .service_desk_approval_data import content_hash
from .service_desk_cab_data import MAX_WORDS, RECOMMENDATIONS, VOTES


class ServiceDeskCabItem(models.Model):
    """A change on the agenda of the board: what is recommended, and who voted how."""

    _name = "service.desk.cab.item"
    _description = "Agenda Item of the Change Advisory Board"
    _inherit = ["service.desk.storable.mixin", "service.desk.facts.mixin", "service.desk.dialog.mixin"]
    _order = "meeting_id, sequence, id"
    _rec_name = "change_id"

    _facts = frozenset({"result"})

    meeting_id = fields.Many2one("service.desk.cab.meeting", required=True, index=True, ondelete="cascade")
    change_id = fields.Many2one("service.desk.change", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="meeting_id.company_id")
    meeting_state = fields.Selection(related="meeting_id.state", string="State of the Meeting")
    change_type = fields.Selection(related="change_id.change_type")
    risk = fields.Selection(related="change_id.risk")
    change_state = fields.Selection(related="change_id.state", string="State")
    date_planned_start = fields.Datetime(related="change_id.date_planned_start")
    sequence = fields.Integer(default=10)
    recommendation = fields.Selection(RECOMMENDATIONS)
    note = fields.Text(string="Notes")
    vote_ids = fields.One2many("service.desk.cab.vote", "item_id", string="Votes")
    approve_count = fields.Integer(string="For", compute="_compute_votes")
    refuse_count = fields.Integer(string="Against", compute="_compute_votes")
    my_vote = fields.Selection(VOTES, compute="_compute_votes")
    can_vote = fields.Boolean(compute="_compute_votes")
    result = fields.Char(readonly=True, copy=False, help="What the votes did when the meeting was closed.")

    _once = models.Constraint("UNIQUE(meeting_id, change_id)", "This change is on the agenda already.")

    @api.depends("vote_ids.vote", "meeting_id.state", "meeting_id.member_ids")
    @api.depends_context("uid")
    def _compute_votes(self):
        for item in self:
            votes = item.vote_ids.mapped("vote")
            item.approve_count, item.refuse_count = votes.count("approve"), votes.count("refuse")
            item.my_vote = item.vote_ids.filtered(lambda vote: vote.user_id == self.env.user).vote
            meeting = item.meeting_id
            item.can_vote = meeting.state == "planned" and self.env.user in meeting.member_ids

    # -- CRUD ------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        items.meeting_id._check_open()
        items._check_one_company()
        return items

    def write(self, vals):
        self.meeting_id._check_open()
        result = super().write(vals)
        if {"meeting_id", "change_id"} & vals.keys():
            self.check_access("write")
            self.meeting_id._check_open()
            self._check_one_company()
            self._check_no_votes()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_of_open_meetings(self):
        self.meeting_id._check_open()

    def _check_one_company(self):
        for item in self.sudo():
            if item.change_id.company_id != item.meeting_id.company_id:
                raise UserError(self.env._("This change is of another company."))

    def _check_no_votes(self):
        """Votes are about one change at one meeting; they are not carried to another."""
        if self.sudo().vote_ids:
            raise UserError(
                self.env._("Somebody has voted on this already. Put the other change on a line of its own.")
            )

    # -- Voting ----------------------------------------------------------------------------------

    def action_open_vote(self):
        """Open the dialog in which a member votes; who may not hears so before they think about it."""
        self.check_access("read")
        self.ensure_one()
        self._check_may_vote()
        mine = self.vote_ids.filtered(lambda vote: vote.user_id == self.env.user)
        return self._open_dialog(
            "service.desk.cab.vote.wizard",
            self.env._("Vote"),
            item_id=self.id,
            vote=mine.vote or "approve",
            comment=mine.comment or False,
            seen=self._content_hash(),
        )

    def _content_hash(self):
        """What stands for all that a voter is shown of the change as it is now."""
        return content_hash(self.sudo().change_id._frozen_content())  # sudo: says nothing of it

    def action_vote(self, vote, comment=None, seen=None):
        """Vote as who is logged in; a vote is changed until the meeting is closed.

        :param str vote: approve, refuse or abstain
        :param str comment: why; needed against
        :param str seen: what the voter was shown, see ``_content_hash``; as it is now when not given
        """
        self.check_access("read")
        self.ensure_one()
        self.change_id.check_access("read")
        self._check_may_vote()
        words = self._check_vote(vote, comment)
        content = self._content_hash()
        if seen not in (None, False, content):
            raise UserError(
                self.env._("%s has changed since you opened it. Look at it again.", self.change_id.display_name)
            )
        # sudo: nobody writes votes; this one is that of who is logged in.
        votes = self.env["service.desk.cab.vote"].sudo()
        mine = votes.search([("item_id", "=", self.id), ("user_id", "=", self.env.uid)])
        values = {
            "vote": vote,
            "comment": words,
            "date": self.env.cr.now().replace(microsecond=0),
            "content_hash": content,
        }
        if mine:
            mine.write(values)
        else:
            votes.create({"item_id": self.id, "user_id": self.env.uid, **values})
        self.invalidate_recordset(["vote_ids", "my_vote", "approve_count", "refuse_count"])
        return True

    def _check_may_vote(self):
        """:raise UserError: when who is logged in has no vote here, or not any more"""
        meeting, user = self.meeting_id, self.env.user
        if user not in meeting.member_ids:
            raise AccessError(self.env._("Members of the board vote."))
        if meeting.state != "planned":
            raise UserError(self.env._("%s is over.", meeting.display_name))
        if user in self.sudo().change_id._approval_barred_users():
            raise AccessError(self.env._("Nobody decides about what they asked for themselves."))

    def _check_vote(self, vote, comment):
        """Clean words of a vote.

        :raise UserError: when it says nothing sensible
        """
        if vote not in dict(VOTES):
            raise UserError(self.env._("One votes for, against, or abstains."))
        words = comment.replace("\0", "").strip() if isinstance(comment, str) else ""
        if len(words) > MAX_WORDS:
            raise UserError(self.env._("Please say it in %s characters at most.", f"{MAX_WORDS:,}"))
        if vote == "refuse" and not words:
            raise UserError(self.env._("Please say why you are against it; the requester reads it."))
        return words

    # -- What votes do ---------------------------------------------------------------------------

    def _count_votes(self):
        """Votes become their voters' decisions, step by step, where they are asked.

        What was changed since somebody voted is not what they voted on: such a vote does not count.
        Called as superuser when the meeting is closed.
        """
        self.ensure_one()
        counted, reasons = 0, []
        open_votes = self.vote_ids.filtered(lambda vote: vote.vote != "abstain")
        while open_votes:
            vote, seat = self._next_seat(open_votes)
            if not seat:
                break
            open_votes -= vote
            try:
                with self.env.cr.savepoint():
                    vote._decide(seat.approval_id)
                    counted += 1
            except UserError as error:
                reasons.append(f"{vote.user_id.name}: {error.args[0]}")
        self.result = self._text_result(counted, reasons)

    def _next_seat(self, votes):
        """One of these votes and the open seat of its voter; a decision may open the next step."""
        approvals = self.change_id.approval_ids.filtered(lambda one: one.state == "pending")
        for seat in approvals.decision_ids.filtered(lambda one: not one.decision):
            vote = votes.filtered(lambda one, seat=seat: one.user_id == seat.approver_id)
            if vote:
                return vote, seat
        return votes.browse(), None

    def _text_result(self, counted, reasons):
        told = [
            self.env._("%(for)s for, %(against)s against", **{"for": self.approve_count, "against": self.refuse_count})
        ]
        if counted:
            told.append(self.env._("%s counted as decisions", counted))
        labels = dict(self.change_id._fields["state"]._description_selection(self.env))
        told.append(labels[self.change_id.state])
        return "; ".join(told + reasons)[:500]
