from odoo import api, fields, models
from odoo.tools import SQL

#: So many of what is missed are shown at once.
MAX_SHOWN = 2000


class ServiceDeskCiImportMissedMixin(models.AbstractModel):
    """What a complete sheet does not tell of any more: said before it is started, counted afterwards."""

    _name = "service.desk.ci.import.missed.mixin"
    _description = "Items That a Sheet Misses"

    missed_count = fields.Integer(
        string="Not in the Sheet", compute="_compute_missed", help="In use, and told of by this source before."
    )
    missed_text = fields.Char(compute="_compute_missed", help="What becomes of what is not in the sheet.")
    is_retirement_due = fields.Boolean(compute="_compute_missed", help="Some of it goes with the start.")
    retired_count = fields.Integer(
        string="No Longer Told Of", readonly=True, copy=False, help="Missing or retired with this import."
    )

    @api.depends("state", "is_full", "source_id", "date_started", "tally")
    @api.depends_context("lang")
    def _compute_missed(self):
        for job in self:
            missed = job._find_missed() if job._is_full_check() else []
            due = sum(is_due for _one, is_due in missed)
            stop = due and (job.source_id._text_too_many(due) or job._text_unread())
            job.missed_count = len(missed)
            job.is_retirement_due = bool(due and not stop)
            job.missed_text = stop or job._text_missed(len(missed), due)

    def _is_full_check(self):
        return self.is_full and self.state == "checked" and not self.date_started

    def _text_missed(self, count, due):
        if not count:
            return False
        source = self.source_id
        if not source.retire_state:
            return self.env._("They stay as they are: “%s” has no rule for them.", source.name)
        states = dict(source._fields["retire_state"]._description_selection(self.env))
        values = {"state": states[source.retire_state], "count": due, "runs": source.retire_runs}
        if due:
            return self.env._("Become “%(state)s” with the start: %(count)s.", **values)
        return self.env._("The start counts a run without them. After %(runs)s runs they become “%(state)s”.", **values)

    def _find_missed(self):
        """(id, whether the rule retires it now) of items in use that the source told of and no row is about."""
        source = self.source_id
        if not source.ids or not self.ids:
            return []
        self.env.flush_all()
        return self.env.execute_query(
            SQL(
                """
                SELECT seen.ci_id, %(due)s
                  FROM service_desk_ci_sighting seen
                  JOIN service_desk_ci item ON item.id = seen.ci_id AND item.state = 'in_use'
                 WHERE seen.source_id = %(source)s
                   AND seen.ci_id NOT IN (
                           SELECT ci_id FROM service_desk_ci_import_row
                            WHERE import_id = %(job)s AND ci_id IS NOT NULL)
                 ORDER BY seen.ci_id
                """,
                due=source._sql_is_due(source.run_count + 1) if source.retire_state else SQL("false"),
                source=source.ids[0],
                job=self.ids[0],
            )
        )

    def action_open_missed(self):
        """Show what is not in the sheet, the first of it."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id("service_desk_cmdb.service_desk_ci_action")
        missed = [one for one, _is_due in self._find_missed()[:MAX_SHOWN]]
        title = self.env._("Not in the Sheet")
        return {**action, "domain": [("id", "in", missed)], "context": {}, "display_name": title}
