from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import email_normalize

from .service_desk_journey_data import GIVING_KINDS

#: The code of a question whose answer names the successor.
SUCCESSOR_CODE = "successor"
#: Colleagues that a page proposes.
_MAX_COLLEAGUES = 100


class ServiceDeskJourneySuccessorMixin(models.AbstractModel):
    """Who takes over the work of somebody who leaves, moves or is away: the manager, or whom they name."""

    _name = "service.desk.journey.successor.mixin"
    _description = "Successors in Journeys"

    successor_id = fields.Many2one(
        "res.users",
        readonly=True,
        index="btree_not_null",
        help="Takes over the work; the manager where nobody is named.",
    )
    successor_by_id = fields.Many2one("res.users", string="Successor Named By", readonly=True)
    may_name_successor = fields.Boolean(compute="_compute_may_name_successor")

    @api.depends_context("uid")
    @api.depends("state", "kind", "may_decide", "line_ids.kind", "line_ids.state")
    def _compute_may_name_successor(self):
        for journey in self:
            open_lines = journey.line_ids.filtered(lambda line: line.kind == "hand_over" and line.state != "done")
            journey.may_name_successor = journey.state == "running" and bool(open_lines) and journey.may_decide

    def action_name_successor(self, user_id):
        """Say who takes over the work.

        :param int user_id: a colleague with a login
        :raise AccessError: for others than HR and the manager
        :raise UserError: for somebody who cannot take over
        """
        self.ensure_one()
        self._check_may_decide()
        is_number = type(user_id) is int and 0 < user_id < 2**31
        # sudo: who may was checked; who somebody is decides.
        journey = self.sudo()
        user = self.env["res.users"].sudo().browse(user_id if is_number else ()).exists()
        if self.state != "running" or self.kind not in GIVING_KINDS:
            raise UserError(self.env._("There is nothing to take over at the moment."))
        if not journey._can_succeed(user):
            raise UserError(self.env._("Choose a colleague of this company who has a login."))
        journey.write({"successor_id": user.id, "successor_by_id": self.env.uid})
        journey._note("successor", user.name)
        return True

    def action_open_successor(self):
        """Open the dialog that asks who takes over."""
        self._check_may_decide()
        return self._open_dialog("service.desk.journey.successor.wizard", self.env._("Who Takes Over"))

    def _can_succeed(self, user):
        return bool(
            user
            and user.active
            and not user.share
            and not user._is_superuser()
            and self.company_id in user.company_ids
            and user not in self._all_logins()
        )

    # -- Whom --------------------------------------------------------------------------------------

    def _heirs(self):
        """Who takes over the work, and what decides about others. Called with superuser rights.

        The latter goes only to the manager, or to whom the manager has chosen: HR could else put
        anybody where access is approved.

        :raise UserError: when nobody is there to take over the work
        """
        self.ensure_one()
        manager = self.manager_id if self._can_succeed(self.manager_id) else self.env["res.users"]
        named, author = self.successor_id, self.successor_by_id
        if not named:
            named, author = self._answered_successor(), self.answered_by_id
        heir = named if self._can_succeed(named) else manager
        if not heir:
            raise UserError(self.env._("Say who takes over the work of %s.", self.person_name))
        ruler = heir if author and author == self.manager_id else manager
        return heir, ruler

    def _answered_successor(self):
        """Whom the answers to the questions name."""
        rows = [row for row in self.answers or [] if row["code"] == SUCCESSOR_CODE]
        people = self.env["res.partner"].browse(row.get("partner_id") for row in rows if row.get("partner_id"))
        return people.exists().user_ids.filtered(lambda user: not user.share)[:1]

    # -- On the portal -----------------------------------------------------------------------------

    def _portal_successor(self):
        """What the page of the manager needs to ask who takes over; None where that is no question, or is asked
        by the form already."""
        self.ensure_one()
        journey = self.sudo()  # sudo: names of colleagues nearby
        asked = journey.template_id.question_item_id.question_ids.mapped("code") if self._is_asking() else []
        if not self.may_name_successor or SUCCESSOR_CODE in asked:
            return None
        near = Domain("parent_id.user_id", "=", self.env.uid)
        if journey.department_id:
            near |= Domain("department_id", "=", journey.department_id.id)
        employees = self.env["hr.employee"].sudo()
        found = employees.search(near & Domain("user_id", "!=", False), limit=_MAX_COLLEAGUES).user_id
        colleagues = found.filtered(journey._can_succeed)
        return {
            "name": (journey.successor_id or journey._answered_successor()).name,
            "colleagues": [(user.login, user.name) for user in colleagues],
            "manager": journey.manager_id.name,
        }

    @api.model
    def _colleague_by_address(self, text):
        """The login of a colleague whose address or login somebody typed; nobody when it is not exactly one."""
        # sudo: only whether there is such a colleague; the caller may name one.
        users = self.env["res.users"].sudo()
        address = email_normalize(text or "") or (text or "").strip()
        same = Domain("login", "=", address) | Domain("email_normalized", "=", address.lower())
        found = users.search(same & Domain("share", "=", False), limit=2) if address else users
        return found if len(found) == 1 else users
