from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

#: So long after its end a journey stands on the pages of those concerned.
SHOWN_DAYS = 60


class ServiceDeskJourneyPortalMixin(models.AbstractModel):
    """Journeys on the portal: plain values of what the reader is concerned with, nothing else."""

    _name = "service.desk.journey.portal.mixin"
    _description = "Journeys on the Portal"

    # -- Managers ----------------------------------------------------------------------------------

    @api.model
    def _portal_domain(self):
        """Journeys of the reader's own people, however far below."""
        return Domain("is_led", "=", True)

    @api.model
    def _portal_find(self, journey_id):
        """One journey of the reader's people, or nothing; HR answers for managers here."""
        if not (self.has_access("read") and 0 < journey_id < 2**31):
            return self.browse()
        begun = Domain("state", "!=", "proposed")
        wanted = begun if self.env.user.has_group("hr.group_hr_user") else self._portal_domain()
        return self.search(wanted & Domain("id", "=", journey_id), limit=1)

    @api.model
    def _portal_waiting(self):
        """How many things wait for the reader, own steps and questions; None for who leads nobody.

        Customers have no part in journeys.
        """
        lines = self.env["service.desk.journey.line"]
        if not self.has_access("read"):
            return None
        asked = Domain("manager_id", "=", self.env.uid) & Domain("answer_state", "=", "asked")
        asked &= self._portal_domain() & Domain("state", "=", "running")
        count = lines.search_count(lines._domain_mine()) + self.search_count(asked)
        return count if count or self.env.user._service_desk_leads() else None

    @api.model
    def _portal_team(self):
        """All of one's team page."""
        if not self.has_access("read"):
            return {"steps": [], "journeys": []}
        lines = self.env["service.desk.journey.line"]
        since = fields.Date.context_today(self) - timedelta(days=SHOWN_DAYS)
        fresh = Domain("state", "=", "running") | Domain("date_start", ">=", since) | Domain("date_end", ">=", since)
        journeys = self.search(self._portal_domain() & fresh, limit=100)
        return {
            "steps": [
                line._portal_values() for line in lines.search(lines._domain_mine(), order="date_due, id", limit=100)
            ],
            "journeys": [journey._portal_summary() for journey in journeys],
        }

    def _portal_summary(self):
        self.ensure_one()
        return {
            "id": self.id,
            "number": self.number,
            "person": self.person_name,
            "kind": dict(self._fields["kind"]._description_selection(self.env))[self.kind],
            "day": self._day(),
            "state": self.state,
            "state_label": self._state_label(self.state),
            "progress": self.progress,
            "late": self.late_count,
            "waits_for": self.waits_for,
            "is_asking": self.state == "running" and self.answer_state == "asked" and self.may_decide,
            "url": f"/my/team/{self.id}",
        }

    def _portal_values(self):
        """A journey as its manager sees it: steps and access, no contents of tickets."""
        self.ensure_one()
        return {
            **self._portal_summary(),
            "date_answers": self.date_answers,
            "answers": [(row["name"], row["text"]) for row in self.sudo().answers or []],
            "lines": [line._portal_values() for line in self.line_ids],
            "successor": self._portal_successor(),
            "holdings": self._shown_holdings(),
            "access": [
                {
                    "id": row.entitlement_id.id,
                    "name": row.name,
                    "verdict": row.verdict,
                    "label": dict(row._fields["verdict"]._description_selection(self.env))[row.verdict],
                    "may_decide": self.state == "running" and row.may_decide,
                }
                # What was given up gives and takes nothing any more.
                for row in (self.access_ids if self.state != "cancelled" else ())
            ],
        }

    def _portal_questions(self):
        """The item whose form asks the manager, with superuser rights; empty when nothing is asked."""
        self.ensure_one()
        # sudo: the form belongs to the template and need not be published.
        item = self.sudo().template_id.question_item_id
        return item if self.state == "running" and self._is_asking() and self.may_decide else item.browse()
