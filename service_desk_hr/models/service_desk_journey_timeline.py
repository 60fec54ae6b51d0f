from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.misc import format_date

from .. import journey_rules
from .service_desk_journey_data import JOURNEY_KINDS, OPEN_STATES

#: Journeys on a page, and the most that are put in order for it.
PAGE_SIZE, MOST_ROWS = 40, 2000
#: Name of a filter -> the states that it lets through.
STATES = {"open": OPEN_STATES, "proposed": ("proposed",), "running": ("running",), "done": ("done",)}
LATE = "late"
#: What is told of several steps on one day: the one that needs people most.
URGENCY = (
    LATE,
    journey_rules.FAILED,
    journey_rules.OPEN,
    journey_rules.ASKING,
    journey_rules.PLANNED,
    journey_rules.DONE,
    journey_rules.CANCELLED,
)


class ServiceDeskJourneyTimeline(models.AbstractModel):
    """Journeys over days: a row a person, their steps on the days they are due, who is waited for.

    HR sees all of their companies, managers those of their people: everything goes through the
    record rules of who looks. Of steps it tells name, day, state and who has them in hand.
    """

    _name = "service.desk.journey.timeline"
    _description = "Timeline of Journeys"
    _inherit = ["service.desk.timeline.mixin"]

    @api.model
    @api.readonly
    def get_timeline(self, options=None):
        """All that a page of the timeline shows.

        :param dict options: ``date`` (ISO) of the first day, ``days``, ``kind``, ``state``,
            ``department`` (id), ``late``, ``page``
        :return: ``options`` as they were understood, ``days``, ``rows`` and what can be chosen
        """
        journeys = self.env["service.desk.journey"]
        journeys.check_access("read")
        options = self._read_options(options)
        scale = self._scale(options)
        found = journeys.search_fetch(
            self._domain_shown(options, scale), ["date_start", "date_end", "kind"], limit=MOST_ROWS
        ).sorted(lambda journey: (journey._day() or journey.date_start, journey.id))
        last = max(len(found) - 1, 0) // PAGE_SIZE
        options["page"] = min(options["page"], last)
        first = options["page"] * PAGE_SIZE
        return {
            **self._frame(options, scale),
            "rows": [self._row(journey, scale) for journey in found[first : first + PAGE_SIZE]],
            "count": len(found),
            "pages": last + 1,
            "from": first + 1,
            "to": min(first + PAGE_SIZE, len(found)),
            "is_cut": len(found) == MOST_ROWS,
            "kinds": journeys._fields["kind"]._description_selection(self.env),
            "departments": self._departments(),
        }

    # -- What is asked -----------------------------------------------------------------------------

    @api.model
    def _read_options(self, options):
        options = options if isinstance(options, dict) else {}
        kind, state = options.get("kind"), options.get("state")
        department, page = options.get("department"), options.get("page")
        return {
            **super()._read_options(options),
            "kind": kind if isinstance(kind, str) and kind in dict(JOURNEY_KINDS) else "",
            "state": state if isinstance(state, str) and state in STATES else "open",
            "department": department if isinstance(department, int) and 0 < department < 2**31 else 0,
            "late": bool(options.get("late")),
            "page": page if isinstance(page, int) and 0 <= page < MOST_ROWS else 0,
        }

    @api.model
    def _domain_shown(self, options, scale):
        """Journeys that have something in these days; what is late stands there, too, while it is today."""
        first, last = scale.first, scale.first + timedelta(days=scale.days - 1)
        between = Domain("date_due", ">=", first) & Domain("date_due", "<=", last)
        shown = Domain("line_ids", "any", between)
        for name in ("date_start", "date_end"):
            shown |= Domain(name, ">=", first) & Domain(name, "<=", last)
        late = Domain("state", "=", "running") & Domain("line_ids", "any", [("is_late", "=", True)])
        if first <= self._today() <= last:
            shown |= late
        if options["late"]:
            shown &= late
        if options["kind"]:
            shown &= Domain("kind", "=", options["kind"])
        if options["department"]:
            shown &= Domain("department_id", "child_of", options["department"])
        return shown & Domain("state", "in", STATES[options["state"]])

    @api.model
    def _departments(self):
        """Departments that somebody is in whose journey is open: id and name."""
        groups = self.env["service.desk.journey"]._read_group([("state", "in", OPEN_STATES)], ["department_id"])
        # sudo: the names of departments of visible journeys.
        return [(one.id, one.sudo().display_name) for (one,) in groups if one]

    # -- How it is told ----------------------------------------------------------------------------

    @api.model
    def _row(self, journey, scale):
        kinds = dict(journey._fields["kind"]._description_selection(self.env))
        day = journey._day()
        steps = [self._step(line) for line in journey.line_ids if line.state != journey_rules.CANCELLED]
        days = [step["date"] for step in steps if step["date"]] + ([day.isoformat()] if day else [])
        return {
            "id": journey.id,
            "person": journey.person_name or "",
            "kind": journey.kind,
            "kind_label": kinds[journey.kind],
            "day": format_date(self.env, day) if day else "",
            # sudo: the name of the department of a visible journey.
            "department": journey.department_id.sudo().name or "",
            "state": journey.state,
            "state_label": journey._state_label(journey.state),
            "progress": journey.progress,
            "late": journey.late_count if journey.state == "running" else 0,
            "waits_for": journey.waits_for if journey.state == "running" else "",
            "is_asking": journey.state == "running" and journey.answer_state == "asked",
            "steps": steps,
            "bar": self._bar(min(days), max(days), scale) if days else False,
            "marks": self._marks(steps, scale),
            "anchors": self._anchors(journey, scale),
        }

    @api.model
    def _step(self, line):
        labels = dict(line._fields["state"]._description_selection(self.env))
        is_late = line.is_late and line.journey_state == "running"
        return {
            "id": line.id,
            "name": line.name,
            "date": line.date_due.isoformat() if line.date_due else "",
            "day": format_date(self.env, line.date_due) if line.date_due else "",
            "by": line.responsible_name,
            "state": LATE if is_late else line.state,
            "state_label": self.env._("Late: %s", labels[line.state]) if is_late else labels[line.state],
        }

    @api.model
    def _place(self, day, scale):
        """Number of a day among those that are shown; before and after them when it is none."""
        return (fields.Date.to_date(day) - scale.first).days

    @api.model
    def _bar(self, first, last, scale):
        """From the first step to the last one, as far as these days go."""
        left = min(max(self._place(first, scale), 0), scale.days)
        right = min(max(self._place(last, scale) + 1, 0), scale.days)
        return {"left": left / scale.days, "width": (right - left) / scale.days} if right > left else False

    @api.model
    def _marks(self, steps, scale):
        """One mark a day; what is late from before stands at the first day."""
        by_day = {}
        for step in steps:
            number = self._place(step["date"], scale) if step["date"] else -1
            if number < 0 and step["state"] == LATE:
                number = 0
            if 0 <= number < scale.days:
                by_day.setdefault(number, []).append(step)
        return [
            {
                "left": number / scale.days,
                "width": 1 / scale.days,
                "count": len(some),
                "state": min((step["state"] for step in some), key=URGENCY.index),
                "title": "\n".join(f"{one['day']} {one['name']}: {one['state_label']}, {one['by']}" for one in some),
            }
            for number, some in sorted(by_day.items())
        ]

    @api.model
    def _anchors(self, journey, scale):
        """First and last day, where they are shown."""
        names = {"date_start": self.env._("First day"), "date_end": self.env._("Last day")}
        found = []
        for name, label in names.items():
            number = self._place(journey[name], scale) if journey[name] else -1
            if 0 <= number < scale.days:
                found.append({"left": number / scale.days, "width": 1 / scale.days, "label": label})
        return found
