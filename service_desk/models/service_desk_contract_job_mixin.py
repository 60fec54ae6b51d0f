import logging

from odoo import api, fields, models

_logger = logging.getLogger(__name__)


class ServiceDeskContractJobMixin(models.AbstractModel):
    """What happens to contracts as time goes by: the job looks each hour."""

    _name = "service.desk.contract.job.mixin"
    _description = "Contracts over Time"

    @api.model
    def _cron_contracts(self):
        """Renew and end what is over, plan reviews, then remind of what is due.

        Each contract is committed for itself, so that a crash repeats nothing and one that cannot
        be handled stops no other.
        """
        today = fields.Date.today()
        self.search(self._domain_to_end(today), order="id")._each_safely("_go_on_or_end")
        self.search(self._domain_to_review(today), order="id")._each_safely("_plan_reviews")
        self._alerting()._each_safely("_send_alerts")

    @api.model
    def _alerting(self):
        """Contracts for which a reminder is due now."""
        today = fields.Date.today()
        return self.search(self._domain_may_alert(today), order="id").filtered(
            lambda contract: contract._due_alerts(today)
        )

    def _each_safely(self, work):
        """Do something for each contract that no other job has in hands, and commit.

        :param str work: method that looks again whether there is something to do
        :return: False when the time of this run is over
        """
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(self))
        for contract in self:
            try:
                with self.env.cr.savepoint():
                    locked = contract.try_lock_for_update()
                    locked.invalidate_recordset()
                    getattr(locked, work)()
            except Exception:
                _logger.exception("Contract %s: %s failed and is tried again later", contract.number, work)
            if not cron._commit_progress(1):
                return False
        return True
