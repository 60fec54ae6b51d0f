from datetime import timezone

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, ormcache

from .. import worktime
from ..calendar_schedule import CalendarSchedule, Known

#: Fields of a calendar that say when it is open. Its lines and holidays are models of their own.
TIME_FIELDS = (
    "tz", "two_weeks_calendar", "schedule_type", "flexible_hours", "hours_per_day",
    "full_time_required_hours", "company_id",
)
#: Columns of a calendar that have no part in it, and change while it stays the same.
OTHER_COLUMNS = ["name", "active", "write_date", "write_uid", "sla_is_stale", "sla_done_to"]
#: The last second of a minute, as in a holiday until 23:59:59.
LAST_SECOND = 59


class ResourceCalendar(models.Model):
    """When the desk works: Odoo's working schedules, fast enough for a clock on every ticket.

    What is loaded of a calendar is kept over transactions under a digest of all that it is made of.
    So it is never outdated, whoever changed the calendar and however, and nobody has to clear it.
    """

    _inherit = "resource.calendar"

    sla_fingerprint = fields.Char(
        compute="_compute_sla_fingerprint",
        compute_sudo=True,
        export_string_translation=False,
        exportable=False,
        help="Digest of everything that says when this calendar is open.",
    )

    sla_is_stale = fields.Boolean(
        readonly=True,
        copy=False,
        export_string_translation=False,
        help="It was changed, and the clocks that run by it are being measured anew.",
    )
    sla_done_to = fields.Integer(
        readonly=True,
        copy=False,
        export_string_translation=False,
        help="The last clock that was measured anew.",
    )

    # -- The door for clocks -------------------------------------------------------------------

    def _sla_schedules(self, kind=CalendarSchedule):
        """By calendar id, its working time as an object like those of ``worktime``.

        Without a calendar (id False or 0), and with one that is gone, it is always open. A calendar
        without working hours never is. The objects are for the current transaction.

        :param kind: ``SettledSchedule`` when they are for one calculation
        """
        schedules = {False: worktime.ALWAYS}
        for calendar in self._sla_readers():
            if not calendar.sla_fingerprint:
                schedules[calendar.id] = worktime.ALWAYS
            elif calendar._sla_known(calendar.sla_fingerprint).is_empty:
                schedules[calendar.id] = worktime.NEVER
            else:
                schedules[calendar.id] = kind(calendar)
        return schedules

    def _sla_readers(self):
        """The same calendars, read by nobody in particular.

        What is kept serves everybody, so that neither rights nor languages nor zones of who happens
        to ask first may have a part in it.
        """
        # sudo: when the desk works is no secret, and only intervals are read.
        return self.with_env(self.env(su=True, context={}))

    # -- The digest ------------------------------------------------------------------------------

    @api.depends(
        *TIME_FIELDS,
        "attendance_ids.dayofweek", "attendance_ids.hour_from", "attendance_ids.hour_to",
        "attendance_ids.day_period", "attendance_ids.week_type", "attendance_ids.display_type",
    )
    def _compute_sla_fingerprint(self):
        """One query for all calendars asked for; False for those that are not in the database."""
        self.flush_model()
        for name in ("resource.calendar.attendance", "resource.calendar.leaves"):
            self.env[name].flush_model()
        digests = dict(self.env.execute_query(self._sla_fingerprint_query())) if any(self._ids) else {}
        for calendar in self:
            calendar.sla_fingerprint = digests.get(calendar.id, False)

    def _sla_fingerprint_query(self):
        """Zone, whether there is any working time, and a digest.

        The digest is of whole rows, so that fields which other addons add to them count too.
        """
        return SQL(
            """
            SELECT calendar.id, concat_ws(' ', COALESCE(calendar.tz, 'UTC'),
                   COALESCE(CASE WHEN calendar.flexible_hours
                                 THEN calendar.hours_per_day > 0 AND calendar.full_time_required_hours > 0
                                 ELSE lines.is_open END, FALSE),
                   md5(concat_ws('|', to_jsonb(calendar) - %s, lines.content, holidays.content)))
              FROM resource_calendar calendar,
           LATERAL (SELECT string_agg(line::text, ';' ORDER BY line.id) AS content,
                           bool_or(line.hour_to > line.hour_from AND line.day_period != 'lunch'
                                   AND line.display_type IS NULL) AS is_open
                      FROM resource_calendar_attendance line
                     WHERE line.calendar_id = calendar.id) lines,
           LATERAL (SELECT string_agg(leave::text, ';' ORDER BY leave.id) AS content
                      FROM resource_calendar_leaves leave
                     WHERE leave.resource_id IS NULL
                       AND (leave.calendar_id = calendar.id OR leave.calendar_id IS NULL AND
                            (leave.company_id IS NULL OR leave.company_id = calendar.company_id))) holidays
             WHERE calendar.id IN %s
            """,
            OTHER_COLUMNS,
            tuple(id_ for id_ in self._ids if id_),
        )

    # -- What is kept under it -------------------------------------------------------------------

    @ormcache("self.id", "fingerprint", cache="stable")
    def _sla_known(self, fingerprint):
        """Where the loaded years of this content are kept."""
        zone, is_open, _digest = fingerprint.split(" ")
        return Known(zone, is_empty=is_open != "t")

    def _sla_intervals(self, begin, end):
        """Working time between two instants, by Odoo's own account of it, in whole seconds."""
        domain = self._sla_holiday_domain()
        worked = self._work_intervals_batch(begin, end, domain=domain)[False]
        # Odoo ends a day a microsecond early: 24:00 is 23:59:59.999999 there.
        intervals = worktime.normalized(
            round(begin.timestamp()), round(end.timestamp()),
            ((round(start.timestamp()), round(stop.timestamp())) for start, stop, _line in worked),
        )
        return worktime.without(intervals, self._sla_last_seconds(begin, end, domain))

    def _sla_holiday_domain(self):
        """Holidays of the calendar, and those of its whole company; people's absences never count."""
        return [
            ("time_type", "=", "leave"),
            "|", ("calendar_id", "=", self.id), ("company_id", "in", [self.company_id.id, False]),
        ]

    def _sla_last_seconds(self, begin, end, domain):
        """A holiday until 23:59:59 lasts until midnight: the second that Odoo leaves open."""
        low, high = (instant.astimezone(timezone.utc).replace(tzinfo=None) for instant in (begin, end))
        holidays = self.env["resource.calendar.leaves"].search([
            *domain,
            ("calendar_id", "in", [False, self.id]), ("resource_id", "=", False),
            ("date_to", ">=", low), ("date_to", "<", high),
        ])
        ends = [
            round(holiday.date_to.replace(tzinfo=timezone.utc).timestamp())
            for holiday in holidays
            if holiday.date_to.second == LAST_SECOND
        ]
        return worktime.normalized(
            round(begin.timestamp()), round(end.timestamp()), ((last, last + 1) for last in ends)
        )

    def _sla_forget(self):
        """Read anew, the digest too: what is loaded next will be kept under it for everybody."""
        for name in ("resource.calendar", "resource.calendar.attendance", "resource.calendar.leaves"):
            self.env[name].invalidate_model()

    # -- Changes ---------------------------------------------------------------------------------

    def write(self, vals):
        changed = self if not vals.keys().isdisjoint(TIME_FIELDS) else self.browse()
        result = super().write(vals)
        changed._sla_changed()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_promised_by(self):
        """Without its calendar a clock would go around the clock, and tell another story of the past."""
        used = self._sla_promised_by()
        if used:
            raise UserError(self.env._(
                "Service levels are measured by %(calendar)s: archive it instead of deleting it.",
                calendar=used.display_name,
            ))

    def _sla_promised_by(self):
        """One of these calendars by which something is promised, or was measured at some time."""
        # sudo: clocks and policies that the one who deletes does not see count as well.
        for name in ("service.desk.sla.clock", "service.desk.sla.policy"):
            records = self.env[name].sudo().with_context(active_test=False)
            used = records.search([("resource_calendar_id", "in", self.ids)], limit=1).resource_calendar_id
            if used:
                return used
        return self._sla_measured_by()

    def _sla_measured_by(self):
        """One of these calendars by which some stretch was measured of a clock that goes on by another."""
        self.env["service.desk.sla.clock"].flush_model(["spans"])
        rows = self.env.execute_query(SQL(
            """
            SELECT (span->>2)::int FROM service_desk_sla_clock, jsonb_path_query(spans, '$[*]') span
             WHERE (span->>2)::int = ANY(%s) LIMIT 1
            """,
            self.ids,
        ))
        return self.browse(rows[0]) if rows else self.browse()

    def _sla_changed(self):
        """Clocks that run by these calendars are to be computed again, in the background."""
        if not self:
            return
        self.env["resource.calendar"].invalidate_model(["sla_fingerprint"], flush=False)
        self.env["service.desk.sla.clock"]._calendars_changed(self | self._sla_flexible_followers())

    def _sla_flexible_followers(self):
        """Flexible calendars whose hours by week follow from these, their companies' own."""
        # sudo: a calendar can serve companies that the one who changes it does not see.
        return self.sudo().with_context(active_test=False).search([
            ("flexible_hours", "=", True), ("company_id.resource_calendar_id", "in", self.ids),
        ])
