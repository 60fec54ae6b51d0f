from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .. import journey_rules
from .service_desk_journey_data import JOURNEY_KINDS, JOURNEY_LIFECYCLE, JOURNEY_STATES, OPEN_STATES

_OPEN = ", ".join(f"'{state}'" for state in OPEN_STATES)


class ServiceDeskJourney(models.Model):
    """One person's way in, through or out of the company, around a first or a last day.

    It plans and looks on: its lines own requests, tasks and access of the desk, which are worked
    like all others. Nobody writes these rows over RPC; the verbs check who asks and do the rest.
    Divided by subject into mixins, one a file, in the order of a journey's life.
    """

    _name = "service.desk.journey"
    _description = "Journey"
    # What closes a journey (_guard_complete) and what is forgotten (_forget_words) is asked of all of
    # them in this order; those of "end" and of "retention" come last.
    _inherit = [
        "service.desk.handless.mixin",
        # Whom it is about, and who may do something about it.
        "service.desk.journey.facts.mixin",
        "service.desk.journey.above.mixin",
        # How it comes to be, and begins.
        "service.desk.journey.proposal.mixin",
        "service.desk.journey.preview.mixin",
        "service.desk.journey.start.mixin",
        "service.desk.journey.queue.mixin",
        # What it needs to know and does.
        "service.desk.journey.question.mixin",
        "service.desk.journey.access.mixin",
        "service.desk.journey.account.mixin",
        "service.desk.journey.successor.mixin",
        "service.desk.journey.absence.mixin",
        "service.desk.journey.date.mixin",
        # Where people see it, and are told.
        "service.desk.journey.portal.mixin",
        "service.desk.journey.person.mixin",
        "service.desk.journey.link.mixin",
        "service.desk.journey.todo.mixin",
        "service.desk.journey.remind.mixin",
        # How it ends, what is proven, and what is forgotten.
        "service.desk.journey.proof.mixin",
        "service.desk.journey.holding.mixin",
        "service.desk.journey.end.mixin",
        "service.desk.journey.sheet.mixin",
        "service.desk.journey.retention.mixin",
        "service.desk.batch.mixin",
        "service.desk.dialog.mixin",
        "service.desk.lifecycle.mixin",
        "service.desk.number.mixin",
    ]
    _order = "date_start desc, id desc"
    _rec_names_search = ["number", "person_name"]

    _lifecycle = JOURNEY_LIFECYCLE
    _number_code = "service.desk.journey"
    #: Within rules: managers, those of their people.
    _is_for_requesters = True

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    kind = fields.Selection(JOURNEY_KINDS, required=True, readonly=True)
    state = fields.Selection(JOURNEY_STATES, required=True, default="proposed", readonly=True, copy=False, index=True)
    template_id = fields.Many2one(
        "service.desk.journey.template", readonly=True, index="btree_not_null", ondelete="set null"
    )
    date_start = fields.Date(string="First Day", readonly=True, index=True)
    date_end = fields.Date(string="Last Day", readonly=True, index="btree_not_null")
    is_immediate = fields.Boolean(
        string="Immediate",
        readonly=True,
        help="Everything begins at once: work is handed over, the login closed, access taken back.",
    )
    # Why somebody leaves stands in the private part of their file.
    reason = fields.Char(
        readonly=True,
        groups="hr.group_hr_user,service_desk.group_access_manager",
        help="Why it was proposed or started.",
    )
    cancel_reason = fields.Char(readonly=True, copy=False)
    line_ids = fields.One2many("service.desk.journey.line", "journey_id", string="Steps", readonly=True)
    event_ids = fields.One2many("service.desk.journey.event", "journey_id", string="History", readonly=True)
    date_done = fields.Datetime(string="Done On", readonly=True, copy=False)
    line_count = fields.Integer(string="Number of Steps", compute="_compute_progress")
    progress = fields.Integer(compute="_compute_progress", help="In percent of the steps that are needed.")
    late_count = fields.Integer(string="Late", compute="_compute_progress", help="Steps whose day has passed.")
    waits_for = fields.Char(compute="_compute_progress", help="Who has something to do at the moment.")

    _one_open_uniq = models.UniqueIndex(
        f"(partner_id, kind) WHERE partner_id IS NOT NULL AND state IN ({_OPEN})",
        "This person already is on such a journey.",
    )

    @api.depends("number", "person_name", "kind", "date_anonymized")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for journey in self:
            name = self.env._("Anonymized") if journey.date_anonymized else journey.person_name
            journey.display_name = f"{journey.number} {kinds[journey.kind]}: {name or ''}"

    @api.depends(
        "line_ids.state",
        "line_ids.date_due",
        "line_ids.responsible_name",
        "answer_state",
        "manager_id",
        "is_confirmed",
        "problem",
    )
    def _compute_progress(self):
        for journey in self:
            lines = journey.line_ids
            journey.line_count = len(lines)
            journey.progress = journey_rules.progress(lines.mapped("state"))
            journey.late_count = len(lines.filtered("is_late"))
            journey.waits_for = ", ".join(dict.fromkeys(journey._waiting_names()))

    def _waiting_names(self):
        """Who has something to do for this journey at the moment: first whoever is asked, then who works.
        Before that, whether it starts by itself or why it could not."""
        if self.state == "proposed" and (self.is_confirmed or self.problem):
            yield self.problem or self.env._("Starts soon")
        if self.state == "running" and self.answer_state == "asked":
            # sudo: the name of a colleague, for those who may read the journey.
            yield (self.manager_id or self.hr_user_id).sudo().name
        for line in self.line_ids:
            if line.state in (journey_rules.OPEN, journey_rules.FAILED):
                if name := line._hands_name():
                    yield name

    # -- Who may ---------------------------------------------------------------------------------

    @api.model
    def _check_is_hr(self, of_employees=True):
        """Employees are HR's; people of suppliers and partners are the access managers' too.

        :raise AccessError: unless the current user runs such journeys
        """
        user = self.env.user
        if self.env.su or user.has_group("hr.group_hr_user"):
            return
        if of_employees or not user.has_group("service_desk.group_access_manager"):
            raise AccessError(self.env._("Journeys are started and changed by HR."))

    def _check_may_run(self):
        """:raise AccessError: unless the current user runs these journeys, in their companies"""
        # sudo: only whether it is an employee's.
        self._check_is_hr(any(self.sudo().mapped("is_of_employee")) or not self)
        self.check_access("read")

    @api.model
    def _text_hands(self):
        return self.env._("Journeys are started, moved and cancelled, never edited.")

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        self._refuse_hands()
        raise UserError(self.env._("What was done for people is kept. Cancel the journey instead."))

    # -- What is remembered ------------------------------------------------------------------------

    def _note(self, kind, detail="", each=None):
        """Write down what happened to these journeys, in one go.

        :param dict each: journey id -> detail of its own
        """
        return self._note_each(kind, [(journey, (each or {}).get(journey.id, detail)) for journey in self])

    @api.model
    def _note_each(self, kind, details):
        """The same with several details of a journey.

        :param list details: of journeys and details
        """
        rows = [
            {
                "journey_id": journey.id,
                "kind": kind,
                "detail": detail,
                "user_id": self.env.uid,
                "date": self._now(),
            }
            for journey, detail in details
        ]
        # sudo: the history is the desk's own writing.
        return self.env["service.desk.journey.event"].sudo().create(rows)

    def _door_values(self, target):
        values = super()._door_values(target)
        if target == "done":
            values["date_done"] = self._now()
        return values

    def action_open_move(self):
        """Open the dialog that asks for other days."""
        return self._open_dialog("service.desk.journey.move.wizard", self.env._("Change the Days"))

    def action_open_questions(self):
        """Open the form that asks the manager, the same one as on the portal."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": f"/my/team/{self.id}#o_sd_questions", "target": "new"}

    def action_open_cancel(self):
        """Open the dialog that asks why it is given up."""
        return self._open_dialog("service.desk.journey.cancel.wizard", self.env._("Cancel"))

    def action_open_lines(self):
        """Show the steps of these journeys."""
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Steps"),
            "res_model": "service.desk.journey.line",
            "view_mode": "list,form",
            "domain": [("journey_id", "in", self.ids)],
        }
