import logging

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..lifecycle import OPEN_PHASES

_logger = logging.getLogger(__name__)

#: What is sent while somebody waits for it; the job does the rest.
AT_ONCE = 20
#: What the job sends in one run; what is left makes it run again.
BATCH_SIZE = 200


class ServiceDeskProblemPosting(models.Model):
    """A workaround on its way to one incident, and the proof that it got there.

    One row for each version that an incident is told: the key sees to it that two who publish at
    once tell nobody twice. The message is posted in the transaction that marks the row, in the name
    of who published, with their rights at that moment.
    """

    _name = "service.desk.problem.posting"
    _description = "Workaround Sent to an Incident"
    _order = "id"
    _rec_name = "incident_id"

    problem_id = fields.Many2one("service.desk.problem", required=True, readonly=True, index=True, ondelete="cascade")
    incident_id = fields.Many2one("service.desk.incident", required=True, readonly=True, index=True, ondelete="cascade")
    version = fields.Integer(required=True, readonly=True)
    user_id = fields.Many2one("res.users", string="By", required=True, readonly=True, ondelete="cascade")
    date_posted = fields.Datetime(string="Sent", readonly=True)

    _once_uniq = models.UniqueIndex(
        "(problem_id, incident_id, version)", "This incident has been told of this workaround."
    )
    _waiting_index = models.Index("(id) WHERE date_posted IS NULL")

    # -- Queueing ------------------------------------------------------------------------------

    @api.model
    def _queue(self, problem, incidents):
        """Let incidents be told of a problem's published workaround, each version once.

        The caller has checked that the current user may write the problem and the incidents.

        :return: the new rows; fewer than incidents when some have been told before
        """
        if not incidents:
            return self.browse()
        rows = self.env.execute_query(
            SQL(
                """
                INSERT INTO service_desk_problem_posting
                            (problem_id, incident_id, version, user_id, create_uid, create_date, write_uid, write_date)
                SELECT %(problem)s, incident_id, %(version)s, %(user)s, %(user)s, %(now)s, %(user)s, %(now)s
                  FROM unnest(%(incidents)s::int[]) AS incident_id
                    ON CONFLICT (problem_id, incident_id, version) DO NOTHING
             RETURNING id
                """,
                problem=problem.id,
                version=problem.workaround_version,
                user=self.env.uid,
                now=self.env.cr.now(),
                incidents=incidents.ids,
            )
        )
        # sudo: nobody writes these by hand; they were decided above.
        return self.sudo().browse(sorted(row_id for (row_id,) in rows))

    def _post_soon(self):
        """Post the first ones now and leave the others to the job."""
        self[:AT_ONCE]._post()
        if self[AT_ONCE:]:
            self.env.ref("service_desk.cron_problem_postings")._trigger()

    @api.model
    def _cron_post(self):
        """Post what waits, one commit each: a job that is killed has posted and marked, or neither."""
        cron = self.env["ir.cron"]
        waiting = self.search([("date_posted", "=", False)], limit=BATCH_SIZE)
        cron._commit_progress(remaining=self.search_count([("date_posted", "=", False)]))
        for posting in waiting:
            posting.try_lock_for_update()._post()
            if not cron._commit_progress(1):
                return

    # -- Posting -------------------------------------------------------------------------------

    def _post(self):
        """Post what still fits; what does not any more is dropped."""
        current = self.exists().filtered(lambda posting: posting._is_current())
        (self.exists() - current).unlink()
        for posting in current:
            posting._post_one()

    def _is_current(self):
        """Whether it still is this version that helps, the incident is open, and it may be told."""
        problem, incident = self.problem_id, self.incident_id
        return (
            not self.date_posted
            and self.version == problem.workaround_version
            and incident.problem_id == problem
            and incident.phase in OPEN_PHASES
            and self.user_id.active
        )

    def _post_one(self):
        """Tell one incident, all or nothing: what is refused is dropped, what fails stops no other."""
        try:
            with self.env.cr.savepoint():
                self._tell_incident()
        except OperationalError:
            # The transaction is to be tried again as a whole.
            raise
        except (AccessError, UserError):
            self.unlink()
        except Exception:
            _logger.exception("%s was not told and is tried again by the job.", self.incident_id)

    def _tell_incident(self):
        user = self.user_id
        # The rights of who published are looked at anew: much may have changed since.
        incident = self.incident_id.with_user(user).with_context(allowed_company_ids=user.company_ids.ids)
        incident.check_access("write")
        incident._post_workaround(self.problem_id.sudo().workaround_published)
        self.date_posted = self.env.cr.now()
