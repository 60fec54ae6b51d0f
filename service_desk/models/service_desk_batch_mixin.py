from odoo import api, models
from odoo.tools import split_every


class ServiceDeskBatchMixin(models.AbstractModel):
    """Models whose jobs do what falls due, some records at a time."""

    _name = "service.desk.batch.mixin"
    _description = "Jobs in Batches"

    @api.model
    def _run_batches(self, due, batch_size):
        """Do what falls due, committing after each batch so that a crash loses little.

        Each batch is locked and looked at again before the work: somebody may have changed a record
        since the job began. What somebody else holds is left to the next run.

        :param list due: (records, domain they must still fit, name of the method that does the work)
        :param int batch_size: records between two commits
        """
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=sum(len(records) for records, _domain, _work in due))
        for records, domain, work in due:
            for ids in split_every(batch_size, records.ids):
                self.browse(ids)._run_batch(domain, work)
                if not cron._commit_progress(len(ids)):
                    return

    def _run_batch(self, domain, work):
        """Do the work for those of a batch that nobody holds and that still fit."""
        locked = self.try_lock_for_update()
        getattr(locked.filtered_domain(domain), work)()
