from odoo import api, fields, models
from odoo.tools import SQL


class ServiceDeskCiSighting(models.Model):
    """When a source has told of an item last."""

    _name = "service.desk.ci.sighting"
    _description = "Sighting of a Configuration Item"
    _inherit = ["service.desk.handless.mixin", "service.desk.export.mixin"]
    _order = "date desc, id"

    ci_id = fields.Many2one("service.desk.ci", string="Item", required=True, index=True, ondelete="cascade")
    source_id = fields.Many2one("service.desk.ci.source", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="ci_id.company_id")
    run = fields.Integer(help="The full run of the source in which or after which it was.")
    date = fields.Datetime(string="Last Seen")

    _once = models.Constraint("UNIQUE(ci_id, source_id)", "One line for each source.")
    _run_idx = models.Index("(source_id, run)")

    @api.model
    def _note(self, source, ids, run):
        """Write down that a source tells of these items now, and on the items that they were seen.

        By SQL: a night's run sees everything again, and nothing of it is a change of an item.
        """
        if not ids:
            return
        now = fields.Datetime.now()
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO service_desk_ci_sighting (ci_id, source_id, run, date, create_uid, create_date)
                SELECT unnest(%(ids)s), %(source)s, %(run)s, %(now)s, %(uid)s, %(now)s
                ON CONFLICT (ci_id, source_id) DO UPDATE
                   -- What a full run that goes on has seen, it has seen whatever is told besides.
                   SET run = GREATEST(service_desk_ci_sighting.run, EXCLUDED.run), date = EXCLUDED.date
                """,
                ids=list(ids),
                source=source.id,
                run=run,
                now=now,
                uid=self.env.uid,
            )
        )
        self.env.cr.execute(SQL("UPDATE service_desk_ci SET date_seen = %s WHERE id IN %s", now, tuple(ids)))
        self.invalidate_model(flush=False)
        self.env["service.desk.ci"].invalidate_model(["date_seen", "sighting_ids"], flush=False)
