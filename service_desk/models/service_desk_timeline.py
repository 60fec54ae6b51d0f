from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..timeline_rows import Rows
from .service_desk_timeline_outage_mixin import MAX_CHANGES

GROUPS = ("service", "team")
HIDDEN_STATES = ("draft", "rejected", "cancelled")


class ServiceDeskTimeline(models.AbstractModel):
    """Changes over days: a row a service or team, with freezes, maintenance windows and outages.

    Everything goes through the record rules of who looks, and is read at once for the period.
    """

    _name = "service.desk.timeline"
    _description = "Timeline of Changes"
    _inherit = ["service.desk.timeline.mixin", "service.desk.timeline.outage.mixin"]

    @api.model
    @api.readonly
    def get_timeline(self, options=None):
        """All that a timeline shows.

        :param dict options: ``date`` (ISO) of the first day, ``days``, ``group``
        :return: ``options`` as they were understood, ``days``, ``rows`` with their bars and bands
        """
        if not self.env.user.has_group("service_desk.group_agent"):
            raise AccessError(self.env._("The timeline is for the desk."))
        options = self._read_options(options)
        scale = self._scale(options)
        changes = self._changes(scale)
        is_cut = len(changes) > MAX_CHANGES
        changes = changes[:MAX_CHANGES]
        rows = Rows(self._label)
        self._add_changes(rows, changes, options["group"], scale)
        self._add_freezes(rows, options["group"], scale)
        self._add_windows(rows, options["group"], scale)
        told = self._add_outages(rows, changes, options["group"], scale)
        self._add_announcements(rows, told, options["group"], scale)
        return {**self._frame(options, scale), "rows": rows.told(), "is_cut": is_cut, "count": len(changes)}

    @api.model
    def _read_options(self, options):
        options = options if isinstance(options, dict) else {}
        group = options.get("group") if options.get("group") in GROUPS else GROUPS[0]
        return {**super()._read_options(options), "group": group}

    # -- What there is -----------------------------------------------------------------------------

    @api.model
    def _changes(self, scale):
        domain = (
            Domain("date_planned_start", "<", scale.end)
            & Domain("date_planned_end", ">", scale.start)
            & Domain("state", "not in", HIDDEN_STATES)
        )
        return self.env["service.desk.change"].search(domain, order="date_planned_start, id", limit=MAX_CHANGES + 1)

    @api.model
    def _add_changes(self, rows, changes, group, scale):
        labels = {
            name: dict(changes._fields[name]._description_selection(self.env)) for name in ("change_type", "state")
        }
        for change in changes:
            bar = {
                "id": change.id,
                "kind": "change",
                "label": change.display_name,
                "number": change.number,
                "type": change.change_type,
                "type_label": labels["change_type"][change.change_type],
                "state_label": labels["state"][change.state],
                "is_firm": change.state not in ("assessment", "approval"),
                "is_over": change.phase in ("done", "closed"),
                "risk": self._risk(change),
                **self._span(scale, change.date_planned_start, change.date_planned_end),
            }
            for key in self._rows_of(change, group):
                rows.add_bar(key, bar)

    @api.model
    def _risk(self, change):
        """The change's risk, as the process assesses it; empty while nobody has."""
        return change.risk if "risk" in change._fields else False

    @api.model
    def _rows_of(self, change, group):
        if group == "team":
            return [("service.desk.team", change.team_id.id)]
        services = change.service_id | change.service_ids
        return [("service.desk.service", one) for one in services.ids or [False]]

    @api.model
    def _add_freezes(self, rows, group, scale):
        freezes = self.env["service.desk.freeze"]
        for freeze in freezes.search(freezes._domain_between(scale.start, scale.end)):
            band = {
                "id": freeze.id,
                "kind": "freeze",
                "label": freeze.name,
                "reason": freeze.reason,
                **self._span(scale, freeze.date_from, freeze.date_to),
            }
            keys = [("service.desk.service", one) for one in freeze.service_ids.ids]
            if group == "team" or not keys:
                rows.add_band(None, {**band, "services": ", ".join(freeze.service_ids.mapped("name"))})
            for key in keys if group == "service" else ():
                rows.add_band(key, band)

    @api.model
    def _add_windows(self, rows, group, scale):
        for window in self.env["service.desk.maintenance.window"].search(Domain.TRUE):
            keys = [("service.desk.service", one) for one in window.service_ids.ids]
            if group == "team":
                keys = [] if keys else [("service.desk.team", one) for one in window.team_ids.ids]
                is_for_all = not window.service_ids and not window.team_ids
            else:
                is_for_all = not keys and not window.team_ids
            for start, end in window._periods(scale.start, scale.end):
                band = {"id": window.id, "kind": "window", "label": window.name, **self._span(scale, start, end)}
                for key in keys:
                    rows.add_band(key, band)
                if is_for_all:
                    rows.add_band(None, band)

    @api.model
    def _label(self, key):
        """The name of a row."""
        if key is None:
            return self.env._("Everything")
        model, record_id = key
        if record_id:
            # sudo: the name of what a visible change, freeze or window is about.
            return self.env[model].sudo().browse(record_id).display_name
        return self.env._("No service") if model == "service.desk.service" else self.env._("No team")
