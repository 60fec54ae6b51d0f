from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.service_desk.lifecycle import OPEN_PHASES

from ..clock_rules import LIVE, UC
from ..moments import to_datetime
from .service_desk_sla_data import SUBJECT_COLUMNS, TASK

#: Tickets in one transaction; so many are done while the manager waits.
BATCH_SIZE = 200


class ServiceDeskSlaPolicyApplyMixin(models.AbstractModel):
    """Lets an edited policy hold for tickets that are open already, when a manager wants that.

    Editing alone changes no promise that was made. Applied, each open ticket that the policy may
    concern is asked anew which policy holds; clocks that are promised another length end, and their
    heirs take over the time that was used. Many tickets are done in the background; the policy
    remembers how far that came, so that a killed server goes on where it stopped.
    """

    _name = "service.desk.sla.policy.apply.mixin"
    _description = "Applying a Policy"

    apply_done = fields.Json(
        readonly=True,
        copy=False,
        export_string_translation=False,
        help="While it is being applied: the last ticket of each kind that was asked anew.",
    )
    is_applying = fields.Boolean(readonly=True, copy=False, help="Open tickets are being asked anew.")

    # -- Whom it concerns ----------------------------------------------------------------------

    def _count_concerned(self):
        """Model -> number of open records that the policy holds for, or may hold for."""
        # sudo: a policy is for everybody's tickets; of those out of sight the number is told alone.
        return {
            model: self.env[model].sudo().search_count(self._domain_concerned(model))
            for model in SUBJECT_COLUMNS
        }

    def _domain_concerned(self, model):
        """Open records that run by this policy, or that fit what it is for."""
        is_open = Domain("phase", "in", OPEN_PHASES)
        if model == TASK:
            is_open = Domain("state", "not in", ("done", "cancelled"))
        runs = [("policy_id", "=", self.id), ("state", "in", LIVE)]
        concerned = Domain("clock_ids", "any", runs)
        rule = self._as_rule()
        process_fits = rule.process == model if model == TASK else rule.process in ("", model)
        if rule.is_active and process_fits:
            concerned |= self._domain_criteria(rule, model)
        return is_open & concerned

    @api.model
    def _domain_criteria(self, rule, model):
        """What the policy names, as far as the table of the records says it.

        :param rule: :class:`~..policy_rules.Policy`
        """
        conditions = [
            ("company_id", "=", rule.company),
            ("team_id", "in", rule.teams),
        ]
        if model != TASK:
            conditions += [
                ("customer_id", "in", rule.customers),
                ("contract_id", "=", rule.contract),
                ("service_id", "in", rule.services),
                ("category_id", "child_of", list(rule.categories)),
                ("date_opened", ">=", rule.begin is not None and to_datetime(rule.begin)),
                ("date_opened", "<", rule.end is not None and to_datetime(rule.end)),
            ]
        domain = Domain.AND(Domain(*condition) for condition in conditions if condition[2])
        if model != TASK and rule.kind == UC:
            domain &= Domain("supplier_id", "!=", False)
        return domain

    # -- Doing it ------------------------------------------------------------------------------

    def _apply(self):
        """Ask the open tickets anew: at once if they are few, else in the background.

        :return: whether it is done already
        """
        self.ensure_one()
        self.check_access("write")
        # sudo: how far the job came is written by nobody else.
        self.sudo().write({"is_applying": True, "apply_done": {}})
        if sum(self._count_concerned().values()) <= BATCH_SIZE:
            while self.sudo()._apply_batch():
                pass
            return True
        # sudo: it only does what the manager asked for.
        self.env.ref("service_desk_sla.cron_apply_policies").sudo()._trigger()
        return False

    def _apply_batch(self):
        """Ask the next open records anew.

        :return: how many these were; with none left the policy is done
        """
        done = dict(self.apply_done or {})
        for model in SUBJECT_COLUMNS:
            after = Domain("id", ">", done.get(model, 0))
            records = self.env[model].search(self._domain_concerned(model) & after, order="id", limit=BATCH_SIZE)
            if records:
                self._ask_anew(records)
                self.apply_done = {**done, model: records[-1].id}
                return len(records)
        self.write({"is_applying": False, "apply_done": False})
        return 0

    def _ask_anew(self, records):
        """Have these records' live clocks forget what their policies were chosen by.

        A clock whose policy promises another length by now forgets its target, too, so that another
        clock takes over.
        """
        clocks = records.clock_ids.filtered(lambda clock: clock.state in LIVE)
        targets = self.env["service.desk.sla.target"].browse(set(clocks.mapped("target_id"))).exists()
        lengths = {target.id: target.minutes * 60 for target in targets}
        clocks.write({"facts": False})
        clocks.filtered(lambda clock: lengths.get(clock.target_id) != clock.seconds).write({"target_id": 0})
        records._sla_follow()

    @api.model
    def _cron_apply(self):
        """Go on with the policies that managers apply."""
        cron = self.env["ir.cron"]
        waiting = self.with_context(active_test=False).search([("is_applying", "=", True)], order="id")
        cron._commit_progress(remaining=sum(sum(one._count_concerned().values()) for one in waiting))
        for policy in waiting:
            while count := policy._apply_batch():
                if not cron._commit_progress(count):
                    return
            cron._commit_progress(0)
