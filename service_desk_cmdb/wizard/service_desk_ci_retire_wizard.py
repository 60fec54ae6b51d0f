from markupsafe import Markup

from odoo import api, fields, models

from .. import impact_rules
from ..models.service_desk_ci_data import CI_STATES, GONE_STATES

#: So many are named; the map shows all.
MOST_NAMED = 12


class ServiceDeskCiRetireWizard(models.TransientModel):
    """Something that others rely on is about to be taken out of use: what that does, and whether it is meant."""

    _name = "service.desk.ci.retire.wizard"
    _description = "Take an Item Out of Use"

    ci_id = fields.Many2one("service.desk.ci", string="Item", required=True, readonly=True, ondelete="cascade")
    state = fields.Selection(
        [one for one in CI_STATES if one[0] in GONE_STATES], string="Becomes", required=True, readonly=True
    )
    told = fields.Html(string="What Happens", compute="_compute_told", compute_sudo=False)

    @api.depends("ci_id")
    def _compute_told(self):
        for wizard in self:
            wizard.told = wizard.ci_id and wizard._text_loss() + wizard._text_tickets()

    def _text_loss(self):
        rows, told = self.ci_id._told_loss()
        named = Markup().join(
            Markup("<li><b>%s</b> %s: %s</li>") % (row["name"], self._text_verdict(row), row["words"])
            for row in rows[:MOST_NAMED]
        )
        counts = [
            (len(rows) - MOST_NAMED, self.env._("%s more, which the map shows")),
            (told["unseen"], self.env._("%s that you may not see")),
            (told["counts"]["people"], self.env._("People who use what fails: %s")),
        ]
        counted = Markup().join(Markup("<li>%s</li>") % (words % count) for count, words in counts if count > 0)
        return Markup("<ul>%s%s</ul>") % (named, counted)

    def _text_tickets(self):
        """How many tickets the user could still close first."""
        count = self.ci_id.ticket_count
        return Markup("<p>%s</p>") % self.env._("Open tickets about it: %s", count) if count else Markup()

    def _text_verdict(self, row):
        return self.env._("is weakened") if row["verdict"] == impact_rules.WEAKENED else self.env._("fails")

    def action_open_map(self):
        """Look at it on the map first."""
        self.ensure_one()
        return self.ci_id._map(fails=True)

    def action_confirm(self):
        """Take it out of use nevertheless."""
        self.ensure_one()
        self.ci_id.write({"state": self.state})
        return {"type": "ir.actions.act_window_close"}
