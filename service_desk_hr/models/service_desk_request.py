from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .service_desk_journey_data import LEAVER


class ServiceDeskRequest(models.Model):
    """Orders that journeys place.

    They are in the name of whoever gets them, so that nobody who runs a journey reads a ticket by
    it; what is ordered because somebody leaves is their manager's. Those who started it have asked
    all the same: another hand approves.
    """

    _name = "service.desk.request"
    _inherit = ["service.desk.secret.mixin", "service.desk.request"]

    journey_line_ids = fields.One2many(
        "service.desk.journey.line", "request_id", readonly=True, groups="service_desk.group_agent"
    )

    # Rules ask for it, of requests and of the queue, as of tasks.
    secret_from_id = fields.Many2one(
        "res.partner",
        compute="_compute_secret_from_id",
        recursive=True,
        store=True,
        index="btree_not_null",
        compute_sudo=True,
        ondelete="set null",
        groups=fields.NO_ACCESS,
        help="Who leaves and does not read it in the queue of their own team.",
    )

    @api.depends("journey_line_ids.journey_id.partner_id", "previous_id.secret_from_id")
    def _compute_secret_from_id(self):
        """Also of what goes on where such an order has been closed: a late answer speaks of the same."""
        for request in self:
            leaving = request.journey_line_ids.journey_id.filtered(lambda journey: journey.kind == LEAVER)
            request.secret_from_id = leaving[:1].partner_id or request.previous_id.secret_from_id

    def _journey_starters(self):
        """The users by whose doing this was ordered by a journey."""
        return self.sudo().journey_line_ids.journey_id._starters()  # sudo: only who that was

    def _hears(self, event):
        """Nobody is written to at a mailbox that does not exist yet: what is prepared stands on their page."""
        # sudo: whether the person is here decides about a mail alone; journeys order by the channel of programs.
        journeys = self.sudo().journey_line_ids.journey_id if self.channel == "api" else ()
        if any(not journey._is_reached_at_work() for journey in journeys):
            return False
        return super()._hears(event)

    def _approval_barred_users(self):
        """Another hand than theirs who started it, and not of whoever leaves and need not know."""
        leaving = self.sudo().secret_from_id.user_ids  # sudo: see _journey_starters
        return super()._approval_barred_users() | self._journey_starters() | leaving

    @api.model
    def _fill_assignees(self, vals_list):
        """Nobody gets what is ordered because they leave; somebody else of the team takes it."""
        result = super()._fill_assignees(vals_list)
        for vals in vals_list:
            links = [command[1] for command in vals.get("journey_line_ids") or () if command[0] == Command.LINK]
            # sudo: only whose journey it is
            journeys = self.env["service.desk.journey.line"].sudo().browse(links).journey_id
            leaving = journeys.filtered(lambda journey: journey.kind == LEAVER)
            barred = self.env["res.users"].union(*(journey._logins() for journey in leaving))
            if vals.get("previous_id"):
                barred |= self.browse(vals["previous_id"])._barred_assignees()
            if vals.get("user_id") in barred.ids:
                vals["user_id"] = False
        return result

    def _barred_assignees(self):
        """Nor later, when it goes to another team."""
        # sudo: see _journey_starters
        request = self.sudo()
        journeys = request.journey_line_ids.journey_id.filtered(lambda journey: journey.kind == LEAVER)
        logins = self.env["res.users"].union(*(journey._logins() for journey in journeys))
        if request.previous_id:
            logins |= request.previous_id._barred_assignees()
        return super()._barred_assignees() | logins

    def _task_values(self, step, answers, promise):
        """Nor a step of its plan that names them; their colleagues take it."""
        values = super()._task_values(step, answers, promise)
        if values.get("user_id") in self._barred_assignees().ids:
            values["user_id"] = False
        return values

    # -- What is ordered because somebody leaves stays where it is -----------------------------

    def _check_stays(self):
        """:raise UserError: for what would be told outside of its walls as a ticket of another process"""
        if secret := self._secrets()[:1]:
            raise UserError(self.env._("%s was ordered by a journey. It stays a request.", secret.number))

    def _convert(self, model):
        self.check_access("write")
        self._check_stays()
        return super()._convert(model)

    def _change_values(self):
        self._check_stays()
        return super()._change_values()

    def _check_merge(self, target):
        if self._secrets():
            raise UserError(self.env._("%s was ordered by a journey. It cannot be merged.", self.number))
        return super()._check_merge(target)

    def _article_values(self):
        if self._secrets():
            raise UserError(
                self.env._("%s was ordered by a journey. What it says stays with its team.", self.number)
            )
        return super()._article_values()

    # -- Approval ------------------------------------------------------------------------------

    def _approval_content(self):
        """Approvers read who asked."""
        content = super()._approval_content()
        names = self._journey_starters().mapped("name")
        if names and self.submitted_by_id == self.requester_id:
            content.append((self.env._("Asked by"), ", ".join(sorted(names))))
        return content
