import logging

from psycopg2 import OperationalError

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
        """Do the work for all of these at once. One that cannot be handled stops no other: it stays as it is and
        stands in the log.

        :param str work: name of the method that does the work
        """

        def log(record, error):
            _logger.error("%s: %s failed and is tried again with the next run.", record, work, exc_info=error)

        # Nothing is fatal: what somebody else holds is left to the next run, too.
        self._try_together(self, lambda some: getattr(some, work)(), log, fatal=())

    @api.model
    def _try_together(self, records, work, refused, fatal=OperationalError):
        """Do something with all of these records together; where that fails, with ever smaller parts of them,
        so that only those stay behind with which something is wrong, as if nothing had been tried.

        :param records: a recordset, or a list of anything
        :param work: does it, called with some of the records
        :param refused: called with the one with which it fails, and the error
        :param fatal: errors after which all of it is run again, as when somebody else works on the same records
        :return: list of what ``work`` has returned of each part with which it went well, and ``refused`` of each
            with which it did not, in the order of the records
        """
        if not records:
            return []
        try:
            with self.env.cr.savepoint():
                return [work(records)]
        except fatal:
            raise
        except Exception as error:
            if len(records) == 1:
                return [refused(records, error)]
        middle = len(records) // 2
        parts = (records[:middle], records[middle:])
        return [done for part in parts for done in self._try_together(part, work, refused, fatal)]
