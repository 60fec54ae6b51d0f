from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain

from .service_desk_journey_data import BATCH_SIZE, OVER_STATES

#: What stays of an anonymized journey beside its steps: figures by department and year, and who
#: answered for it. Everything else that is stored tells of the person or of people near them.
KEPT_FIELDS = frozenset(
    {
        *models.MAGIC_COLUMNS,
        "number",
        "company_id",
        "kind",
        "state",
        "template_id",
        "department_id",
        "date_start",
        "date_end",
        "date_done",
        "date_over",
        "date_anonymized",
        "date_proof_removed",
        "is_immediate",
        "is_of_employee",
        "answer_state",
        "hr_user_id",
        "signed_by_id",
        "date_signed",
        "proof_hash",
        # Goes by its own, longer term.
        "proof",
    }
)
#: Events whose words are figures: a fingerprint, no name.
KEPT_EVENTS = ("signed", "anonymized")
#: Records whose mails and files go, because they are about the person alone.
_PERSONAL_MODELS = ("service.desk.journey", "service.desk.journey.line", "service.desk.task")


def emptied(records, kept):
    """Values that empty every stored field of these records but those that are kept, also fields that
    other addons bring: what nobody has thought of is forgotten."""
    return {
        name: [Command.clear()] if field.type == "many2many" else False
        for name, field in records._fields.items()
        if field.store and name not in kept and not field.required and field.type != "one2many"
    }


class ServiceDeskJourneyRetentionMixin(models.AbstractModel):
    """Journeys that were over long ago forget whose they were; signed proof goes later still.

    Nothing brings the person back. What remains is how many came and went, when, and how far each
    step got. Access has a register of its own, which keeps its evidence by its own rules.
    """

    _name = "service.desk.journey.retention.mixin"
    _description = "Retention of Journeys"

    date_over = fields.Datetime(
        string="Over Since", readonly=True, copy=False, index="btree_not_null", help="When it was closed or cancelled."
    )
    date_anonymized = fields.Datetime(string="Anonymized On", readonly=True, copy=False)
    date_proof_removed = fields.Datetime(string="Proof Removed On", readonly=True, copy=False)
    # Whether it was an employee's, remembered when the employee is not: HR's stay HR's.
    is_of_employee = fields.Boolean(compute="_compute_is_of_employee", store=True, precompute=True)

    @api.depends("employee_id")
    def _compute_is_of_employee(self):
        for journey in self:
            journey.is_of_employee = journey.is_of_employee or bool(journey.sudo().employee_id)

    def _door_values(self, target):
        values = super()._door_values(target)
        if target in OVER_STATES:
            values["date_over"] = self._now()
        return values

    # -- By time -----------------------------------------------------------------------------------

    @api.model
    def _cron_forget(self):
        """Anonymize what was over long enough ago, and remove proof whose time has passed; called by a job."""
        # sudo: terms of all companies; the job works for all of them.
        journeys = self.sudo()
        due = []
        for domain, verb in (
            (journeys._domain_to_anonymize(), "_anonymize"),
            (journeys._domain_to_remove_proof(), "_remove_proof"),
        ):
            due.append((journeys.search(domain, order="date_over, id"), domain, verb))
        journeys._run_batches(due, BATCH_SIZE)

    @api.model
    def _domain_to_anonymize(self):
        return Domain("date_anonymized", "=", False) & self._domain_over_for("service_desk_journey_keep_months")

    @api.model
    def _domain_to_remove_proof(self):
        return (
            Domain("signed_by_id", "!=", False)
            & Domain("date_proof_removed", "=", False)
            & self._domain_over_for("service_desk_proof_keep_months")
        )

    @api.model
    def _domain_over_for(self, setting):
        """Journeys that have been over for as many months as their company says; 0 is for ever."""
        now = self._now()
        terms = self.env["res.company"].search([(setting, ">", 0)]).grouped(setting)
        return Domain("state", "in", OVER_STATES) & Domain.OR(
            Domain("company_id", "in", companies.ids) & Domain("date_over", "<=", now - relativedelta(months=months))
            for months, companies in terms.items()
        )

    # -- By hand -----------------------------------------------------------------------------------

    def action_anonymize(self):
        """Forget at once whose journeys these were, because the person asked for it for instance.

        :raise AccessError: for those who do not manage HR
        :raise UserError: while one of them is not over
        """
        self.check_access("read")
        if not (self.env.su or self.env.user.has_group("hr.group_hr_manager")):
            raise AccessError(self.env._("Only managers of HR may anonymize journeys."))
        # sudo: who may was checked; rows are written by the desk alone.
        self.sudo()._anonymize()
        return True

    # -- What it means -----------------------------------------------------------------------------

    def _anonymize(self):
        """Forget the person, for good; journeys that have done so already are left as they are."""
        self.lock_for_update()
        fresh = self.filtered(lambda journey: not journey.date_anonymized)
        for journey in fresh:
            if journey.state not in OVER_STATES:
                raise UserError(self.env._("Close or cancel %s first.", journey.display_name))
        if not fresh:
            return
        now = fresh._now()
        # First, so that steps keep their states when they lose what these follow from.
        fresh.write({"date_anonymized": now})
        fresh._forget_words()
        fresh.line_ids._anonymize()
        fresh.write(emptied(fresh, KEPT_FIELDS))
        fresh._note("anonymized")

    def _forget_words(self):
        """What was written, mailed and attached."""
        self.event_ids.filtered(lambda event: event.kind not in KEPT_EVENTS).write({"detail": False, "user_id": False})
        self.access_ids.write({"decided_by_id": False})
        tasks = self.line_ids.task_id
        for model, records in zip(_PERSONAL_MODELS, (self, self.line_ids, tasks), strict=True):
            place = [("model", "=", model), ("res_id", "in", records.ids)]
            self.env["mail.message"].search(place).unlink()
            place = [("res_model", "=", model), ("res_id", "in", records.ids)]
            self.env["mail.activity"].search(place).unlink()
            self.env["ir.attachment"].search(place).unlink()

    def _remove_proof(self):
        """The time of the proof has passed too; its fingerprint stays."""
        self.lock_for_update()
        self.filtered(lambda journey: not journey.date_proof_removed).write(
            {"proof": False, "date_proof_removed": self._now()}
        )

    # -- Whoever is deleted ------------------------------------------------------------------------

    @api.model
    def _forget_person(self, domain):
        """Somebody is deleted: so is what journeys know of them.

        :raise UserError: while one of theirs is running; what it has given must be taken back
        """
        # sudo: whoever may delete the person need not see journeys.
        journeys = self.sudo().search(domain)
        running = journeys.filtered(lambda journey: journey.state == "running")[:1]
        if running:
            raise UserError(
                self.env._("%s is running. Finish or cancel it before the person is deleted.", running.number)
            )
        proposed = journeys.filtered(lambda journey: journey.state == "proposed")
        if proposed:
            proposed._cancel(self.env._("The person was deleted."))
        journeys._anonymize()
