from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from .. import attribute_rules
from .service_desk_ci_source_data import BY_SOURCE, RETIRE_STATES, UNSEEN


class ServiceDeskCiSource(models.Model):
    """Who tells of configuration items: an inventory, a discovery, a spreadsheet of the finance department.

    The first in the list has the strongest word. What a source that tells of everything it knows (a full
    run) does not tell of any more, becomes missing or retired when the source's rule says so.
    """

    _name = "service.desk.ci.source"
    _description = "Source of Configuration Items"
    _inherit = ["service.desk.facts.mixin", "service.desk.boundary.mixin", "service.desk.export.mixin"]
    _order = "sequence, id"
    #: Counted and remembered by imports.
    _facts = frozenset({"run_count", "date_run", "gate", "column_choices"})

    name = fields.Char(required=True)
    code = fields.Char(required=True, help="Its name for programs. Small letters, digits and _.")
    active = fields.Boolean(default=True)
    sequence = fields.Integer(string="Order", default=10, help="The first has the strongest word.")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        help="Whose items it tells of, besides those of all.",
    )
    overrules_people = fields.Boolean(
        string="Changes What People Wrote",
        default=True,
        help="Otherwise a difference is reported, and people decide.",
    )
    retire_state = fields.Selection(
        RETIRE_STATES, string="What It No Longer Tells Of Becomes", help="Empty means that it stays as it is."
    )
    retire_runs = fields.Integer(
        string="After Full Runs", default=3, help="That have not told of it, one after another."
    )
    retire_days = fields.Integer(
        string="And After Days", help="Without a word of it; 0 means that the runs are enough."
    )
    retire_percent = fields.Integer(
        string="At Most (%)",
        default=20,
        help="Of what it told of. When more would go at once, nothing does: the run was rather not a full one.",
    )
    run_count = fields.Integer(string="Full Runs", readonly=True, copy=False)
    date_run = fields.Datetime(string="Last Full Run", readonly=True, copy=False)
    column_choices = fields.Json(
        readonly=True, copy=False, help="Headings, as they are compared, and what a person said that they are."
    )
    gate = fields.Integer(readonly=True, copy=False, help="Counts batches; two at once cannot both pass.")
    sighting_ids = fields.One2many("service.desk.ci.sighting", "source_id", readonly=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "There is a source with this code already.")
    _rule_sane = models.Constraint(
        "CHECK(retire_runs >= 1 AND retire_days >= 0 AND retire_percent BETWEEN 1 AND 100)",
        "The rule needs one run at least, days that are not negative, and 1 to 100 percent.",
    )

    @api.onchange("name")
    def _onchange_name(self):
        """Nobody has to think up a code; one that is there stays."""
        self.code = self.code or attribute_rules.code_of(self.name)

    @api.constrains("code")
    def _check_code(self):
        for one in self:
            if not attribute_rules.is_code(one.code):
                raise ValidationError(
                    self.env._("“%s” cannot be a code: small letters, digits and _, a letter first.", one.code)
                )


    def _called_in(self, company):
        """What it is called in the history of an item of a company, for everybody who reads that one."""
        return self.name if company == self.company_id else self.env._("A source of %s", self.company_id.name)

    def _ranks(self):
        """code -> place, the strongest is 0, of all sources there ever were."""
        # sudo: also sources of another company may have told of what all companies use.
        everyone = self.sudo().with_context(active_test=False).search(Domain.TRUE)
        return {one.code: place for place, one in enumerate(everyone)}

    def _pass_gate(self):
        """Let nobody else bring in items until this transaction has ended.

        Who comes meanwhile waits, fails with a conflict, and is tried again with what is there by then:
        so that nothing is created twice.
        """
        self.env.cr.execute(
            "UPDATE service_desk_ci_source SET gate = COALESCE(gate, 0) + 1"
            " WHERE id = (SELECT min(id) FROM service_desk_ci_source)"
        )
        self.invalidate_model(["gate"], flush=False)

    # -- What it does not tell of any more -----------------------------------------------------------

    def _finish_run(self):
        """A full run is over: count it, and look at what it misses.

        :return: a sentence when too much is missed to retire it, else False
        """
        self.ensure_one()
        # sudo: counters are the import's own; who may import was checked.
        self.sudo().write({"run_count": self.run_count + 1, "date_run": fields.Datetime.now()})
        if not self.retire_state:
            return False
        return self._text_too_many(len(self._find_unseen(self.run_count)))

    def _text_too_many(self, count):
        """That so many are missed at once that nothing is retired, or False."""
        known = self.env["service.desk.ci.sighting"].search_count([("source_id", "=", self.id)])
        if count <= max(1, known * self.retire_percent // 100):
            return False
        return self.env._(
            "%(count)s of %(known)s items that %(name)s told of are no longer told of. That is more than %(most)s"
            " percent, so nothing was retired. Was the run a full one?",
            count=count,
            known=known,
            name=self.name,
            most=self.retire_percent,
        )

    def _find_unseen(self, run, after=0, limit=None):
        """ids of items in use that the rule retires: no other source has told of them since.

        :param run: number of the full run that has missed them, and others before it
        :param after: only ids that follow this one
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT seen.ci_id
                  FROM service_desk_ci_sighting seen
                  JOIN service_desk_ci item ON item.id = seen.ci_id AND item.state = 'in_use'
                 WHERE seen.source_id = %(source)s
                   AND seen.ci_id > %(after)s
                   AND %(due)s
                 ORDER BY seen.ci_id
                 LIMIT %(limit)s
                """,
                source=self.id,
                after=after,
                due=self._sql_is_due(run),
                limit=limit,
            )
        )
        return [one for (one,) in rows]

    def _sql_is_due(self, run):
        """Whether the rule retires what was ``seen``: not told of so many runs and days, nor by others since."""
        return SQL(
            """
            (seen.run <= %(run)s
             AND seen.date <= %(now)s - %(days)s * INTERVAL '1 day'
             AND NOT EXISTS (
                     SELECT FROM service_desk_ci_sighting other
                      WHERE other.ci_id = seen.ci_id AND other.source_id != seen.source_id
                        AND other.date > seen.date))
            """,
            run=run - self.retire_runs,
            days=self.retire_days,
            now=fields.Datetime.now(),
        )

    def _retire(self, ids):
        """Write down that these are gone; when they are told of again, they are in use again.

        :return: how many they are
        """
        retired = 0
        items = self.env["service.desk.ci"].browse(ids)._filtered_access("write")
        for kind, some in items.grouped("class_id").items():
            states = kind._states()
            wanted = (self.retire_state, "retired", "missing")
            state = next((one for one in wanted if not states or one in states), None)
            if state:
                retired += len(some)
                some.with_context(service_desk_by_source=BY_SOURCE, tracking_disable=True).write({"state": state})
                some._remember_origins({item.id: {"state": UNSEEN} for item in some})
                for company, told in some.grouped("company_id").items():
                    values = {"name": self._called_in(company), "runs": self.retire_runs}
                    body = self.env._("%(name)s has not told of it for %(runs)s runs.", **values)
                    told._log_many(dict.fromkeys(told.ids, body))
        return retired
