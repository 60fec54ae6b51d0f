from odoo import api, fields, models
from odoo.fields import Domain

#: More bars than these are no timeline any more; the list has the others.
MAX_CHANGES = 400


class ServiceDeskTimelineOutageMixin(models.AbstractModel):
    """What does not work on a timeline: outages of changes, and what else was announced."""

    _name = "service.desk.timeline.outage.mixin"
    _description = "Outages on the Timeline"

    @api.model
    def _add_outages(self, rows, changes, group, scale):
        """Add what changes switch off; return what was announced of it."""
        outages = self.env["service.desk.outage"].search(
            [("change_id", "in", changes.ids), ("date_to", ">", scale.start), ("date_from", "<", scale.end)]
        )
        labels = dict(outages._fields["kind"]._description_selection(self.env))
        for outage in outages:
            names = ", ".join(outage.service_ids.mapped("name"))
            bar = {
                "id": outage.change_id.id,
                "kind": "outage",
                "is_full": outage.kind == "full",
                "label": f"{names}: {labels[outage.kind]}",
                "number": outage.change_id.number,
                **self._span(scale, outage.date_from, outage.date_to),
            }
            if group == "team":
                rows.add_bar(("service.desk.team", outage.change_id.team_id.id), bar)
            for service in outage.service_ids.ids if group == "service" else ():
                rows.add_bar(("service.desk.service", service), bar)
        return outages.announcement_id

    @api.model
    def _add_announcements(self, rows, told, group, scale):
        """Disruptions and outages that were announced, and are not told by a change's outage."""
        # Until somebody ends it, it lasts as long as is expected, or until now.
        announcements = self.env["service.desk.announcement"]
        now = fields.Datetime.now()
        domain = Domain("kind", "in", ["disruption", "maintenance"]) & Domain("id", "not in", told.ids)
        until = Domain("date_to", "=", False) | Domain("date_to", ">", scale.start)
        found = announcements.search(domain & until & Domain("date_from", "<", scale.end), limit=MAX_CHANGES)
        labels = dict(announcements._fields["kind"]._description_selection(self.env))
        for announcement in found:
            start = announcement.date_from
            end = announcement.date_to or max(now, start, announcement.date_expected or start)
            if end <= scale.start:
                continue
            bar = {
                "id": announcement.id,
                "kind": "announcement",
                "is_full": announcement.kind == "disruption",
                "label": announcement.name,
                "type_label": labels[announcement.kind],
                **self._span(scale, start, end),
            }
            services = announcement.service_ids.ids if group == "service" else []
            for key in [("service.desk.service", one) for one in services] or [None]:
                rows.add_bar(key, bar)
