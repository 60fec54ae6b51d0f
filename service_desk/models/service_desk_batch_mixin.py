import logging

from odoo import api, models
from odoo.tools import split_every

_logger = logging.getLogger(__name__)


class ServiceDeskBatchMixin(models.AbstractModel):
    """Models whose jobs do what falls due, some records at a time."""

    _name = "service.desk.batch.mixin"
    _description = "Jobs in Batches"

    @api.model
    def _run_batches(self, due, batch_size):
        """Do what falls due, committing after each batch so that a crash loses little.

        Each batch is locked and looked at again before the work: somebody may have changed a record
        since the job began. What somebody else holds is left to the next run, and so is what cannot
        be done.

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
        locked.filtered_domain(domain)._do_what_can_be_done(work)

    def _do_what_can_be_done(self, work):
        """Do the work for all of these at once; where that fails, for each of them by itself.

        One that cannot be handled stops no other: it stays as it is and stands in the log.

        :param str work: name of the method that does the work
        """
        try:
            with self.env.cr.savepoint():
                getattr(self, work)()
        except Exception:
            if len(self) == 1:
                _logger.exception("%s: %s failed and is tried again with the next run.", self, work)
                return
            for record in self:
                record._do_what_can_be_done(work)
