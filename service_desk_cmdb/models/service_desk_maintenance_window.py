from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.service_desk import window_rules

from ..quiet_rules import Quiet

#: No window is open longer; the nearest closing is looked for so far ahead.
LONGEST = timedelta(days=8)


class ServiceDeskMaintenanceWindow(models.Model):
    """While it is open, monitoring may see what it likes of the services that it names."""

    _inherit = "service.desk.maintenance.window"

    is_quiet = fields.Boolean(
        string="Keeps Alerts Quiet",
        compute="_compute_is_quiet",
        store=True,
        readonly=False,
        precompute=True,
        help="While it is open, alerts about these services, and about what runs them, open no incident. What still "
        "fails when it closes does. One that names no service is for all of its company that have no window of their "
        "own; one of all companies keeps quiet only the services that it names.",
    )

    @api.depends("service_ids")
    def _compute_is_quiet(self):
        """One that names services keeps them quiet, unless somebody says otherwise; one for everything must be told."""
        for window in self:
            window.is_quiet = bool(window.service_ids)

    @api.model
    def _quiet(self, company, now):
        """What the windows of a company, and of all companies, keep quiet at a moment.

        Those of teams say when people work, not what fails meanwhile. Those of all companies keep quiet the
        services that they name: nobody silences what is another company's alone.

        :rtype: Quiet
        """
        of_services = Domain("service_ids", "!=", False)
        of_company = Domain("company_id", "=", company.id)
        windows = self.search(
            Domain("company_id", "in", (False, company.id))
            & (of_services | (Domain("is_quiet", "=", True) & of_company & Domain("team_ids", "=", False)))
        )
        by_service, general, own, ends = {}, "", set(), []
        for window in windows.filtered(lambda one: not one._is_over(now)):
            own.update(window.service_ids.ids)
            closes = window.is_quiet and window._closes(now)
            if not closes:
                continue
            ends.append(closes)
            text = self.env._("Maintenance window “%s”", window.name)
            general = general if window.service_ids else text
            by_service.update(dict.fromkeys(window.service_ids.ids, text))
        return Quiet(by_service, general, frozenset(own), tuple(ends))

    def _is_over(self, now):
        """Whether it has closed for good, so that nobody keeps to it any more."""
        until = window_rules.until(self._rule())
        return bool(until and until <= now)

    def _closes(self, now):
        """When it closes, where it is open; None where it is not."""
        # Of two that follow on each other, the second keeps quiet when its time has come.
        periods = self._periods(now, now + LONGEST)
        return periods[0][1] if periods and periods[0][0] == now else None
