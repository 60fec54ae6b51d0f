from odoo import api, fields, models


class ServiceDeskContractJobMixin(models.AbstractModel):
    """What happens to contracts as time goes by: the job looks each hour.

    Each contract is committed for itself, so that a crash repeats nothing and one that cannot be
    handled stops no other.
    """

    _name = "service.desk.contract.job.mixin"
    _description = "Contracts over Time"
    _inherit = ["service.desk.batch.mixin"]

    @api.model
    def _cron_contracts(self):
        """Renew and end what is over, plan reviews, then remind of what is due, also of suppliers' risks."""
        today = fields.Date.today()
        self._run_due(self._domain_to_end(today), "_go_on_or_end")
        self._run_due(self._domain_to_review(today), "_plan_reviews")
        self._run_due(self._domain_may_alert(today), "_send_alerts", lambda contract: contract._due_alerts(today))
        self.env["res.partner"]._service_desk_remind_of_risk(today)

    @api.model
    def _run_due(self, domain, work, is_due=None):
        """Do something for each contract for which it is due, see ``_run_batches``.

        :param is_due: what a domain cannot say; the work looks again whether it is so
        """
        contracts = self.search(domain, order="id")
        if is_due:
            contracts = contracts.filtered(is_due)
        self._run_batches([(contracts, domain, work)], batch_size=1)
