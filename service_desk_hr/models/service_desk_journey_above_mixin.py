from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain


class ServiceDeskJourneyAboveMixin(models.AbstractModel):
    """Who stands above the person of a journey, and what they may do.

    Everybody further up the chart, and the managers of the department and of those above it, see
    the journey. The line manager acts; the others where that one cannot, or has not in time.
    """

    _name = "service.desk.journey.above.mixin"
    _description = "Managers of Journeys"

    manager_employee_id = fields.Many2one(
        "hr.employee",
        string="Line Manager",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        groups="hr.group_hr_user",
    )
    is_led = fields.Boolean(
        string="Of My People",
        compute="_compute_is_led",
        search="_search_is_led",
        help="Whether the reader stands above the person. Nobody stands above themself.",
    )
    is_about_me = fields.Boolean(
        string="About Me",
        compute="_compute_is_about_me",
        search="_search_is_about_me",
        help="Nobody reads their own journey here, HR neither: they are told by people and by their own page.",
    )
    may_decide = fields.Boolean(compute="_compute_may_decide", help="Whether the reader answers and decides here.")

    @api.model
    def _domain_led(self):
        """Journeys of everybody below the reader, as far as they have begun."""
        user = self.env.user
        people, departments = user._service_desk_below()
        above = (
            Domain("manager_id", "=", user.id)
            | Domain("manager_employee_id", "in", people)
            | Domain("department_id", "in", departments)
        )
        known = Domain("state", "!=", "proposed") & Domain("date_anonymized", "=", False)
        return above & ~self._domain_about_me() & known

    # -- About oneself ---------------------------------------------------------------------------

    @api.model
    def _domain_about_me(self):
        """Journeys of which the reader is the person."""
        user = self.env.user
        # sudo: which employees somebody is themself.
        own = user.sudo().with_context(active_test=False).employee_ids.ids
        return Domain("partner_id", "=", user.partner_id.id) | Domain("employee_id", "in", own)

    @api.depends_context("uid")
    @api.depends("partner_id", "employee_id")
    def _compute_is_about_me(self):
        # sudo: rules ask for it; the domain says it all.
        own = self.sudo().filtered_domain(self._domain_about_me())
        for journey in self:
            journey.is_about_me = journey.id in own.ids

    @api.model
    def _search_is_about_me(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: not everybody may ask for the employee; whose journey it is decides alone.
        own = Domain("id", "in", self.sudo()._search(self._domain_about_me()))
        return own if True in value else ~own

    def _is_about(self, user):
        """Whether somebody is the person of this journey."""
        return bool(user) and self.with_user(user).sudo().is_about_me

    @api.model
    def _check_not_own(self, people):
        """:raise UserError: when somebody wants to start what is about themself alone; whether there is one
        already is not told either
        """
        user = self.env.user
        own = people.sudo().user_id if people._name == "hr.employee" else people.sudo().user_ids
        if len(people) == 1 and user in own:
            raise UserError(self.env._("Let a colleague start your own journey."))

    # -- Deciding --------------------------------------------------------------------------------

    @api.depends_context("uid")
    @api.depends("manager_id", "manager_employee_id", "department_id", "partner_id", "state")
    def _compute_is_led(self):
        # sudo: rules ask for it; the domain says it all.
        led = self.sudo().search(self._domain_led() & Domain("id", "in", self.ids))
        for journey in self:
            journey.is_led = journey._origin.id in led.ids

    @api.model
    def _search_is_led(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: managers may not ask for all that decides; which journeys it leaves is theirs to know.
        led = Domain("id", "in", self.sudo()._search(self._domain_led()))
        return led if True in value else ~led

    @api.depends_context("uid")
    @api.depends("is_led", "manager_id", "answer_state", "date_answers")
    def _compute_may_decide(self):
        user = self.env.user
        is_hr = user.has_group("hr.group_hr_user")
        for journey in self:
            is_own = user == journey.manager_id and journey.is_led
            journey.may_decide = is_hr or is_own or (journey.is_led and journey._is_open_to_those_above())

    def _is_open_to_those_above(self):
        """Whether the line manager cannot decide, or has let the day pass."""
        self.ensure_one()
        journey = self.sudo()  # sudo: whether a colleague is away
        today = fields.Date.context_today(self)
        if not journey.manager_id.active or (
            journey.answer_state == "asked" and journey.date_answers and journey.date_answers < today
        ):
            return True
        delegations = self.env["service.desk.approval.delegation"].sudo()
        away = Domain("user_id", "=", journey.manager_id.id) & delegations._domain_current()
        return bool(delegations.search_count(away, limit=1))

    def _check_may_decide(self):
        """:raise AccessError: for those with whom it is not"""
        self.check_access("read")
        if not self.env.su and not all(journey.may_decide for journey in self):
            raise AccessError(self.env._("HR and the manager answer these questions."))
