from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .. import timeline_rules
from ..collisions import FREEZE
from ..lifecycle import OPEN_PHASES
from ..span_rules import overlap
from .service_desk_collision_data import FIRM_STATES, MAX_REASON, MAX_SPAN, PLACE_FIELDS

#: What an emergency takes at least, when nobody has planned it.
AT_ONCE = timedelta(hours=1)
#: No calendar shows more days than a year.
MAX_SHADED = 400
STANDINGS = [("clear", "Clear"), ("warn", "Collides"), ("block", "Stopped")]


class ServiceDeskChange(models.Model):
    """A change has its place in the calendar, which no other takes unseen.

    Collisions are shown while it is planned, and asked for again when it is scheduled, when what
    is scheduled is moved, and before the work begins. Some stop it, some only warn; a change
    manager may accept them.
    """

    _inherit = "service.desk.change"

    waiver_ids = fields.One2many("service.desk.collision.waiver", "change_id", string="Accepted Collisions")
    collision_state = fields.Selection(STANDINGS, string="Collisions", compute="_compute_collisions")
    has_draft_collisions = fields.Boolean(
        compute="_compute_collisions",
        groups="service_desk.group_agent",
        help="Somebody thinks of another change at that time.",
    )
    collision_html = fields.Html(
        string="What Is in the Way", compute="_compute_collisions", groups="service_desk.group_agent"
    )
    can_accept_collisions = fields.Boolean(compute="_compute_can_accept_collisions")

    _planned_index = models.Index(
        "(date_planned_end, date_planned_start)"
        " WHERE state IN ('draft', 'assessment', 'approval', 'scheduled', 'implementing')"
    )

    # -- What is in the way ------------------------------------------------------------------------

    def _collisions(self):
        """What is in the way of this change: a list of ``Collision``, those that stop it first."""
        self.ensure_one()
        return self.env["service.desk.collision"]._find(self)[self]

    @api.depends(*PLACE_FIELDS, "state", "outage_ids", "waiver_ids")
    @api.depends_context("uid", "lang", "tz")
    def _compute_collisions(self):
        planned = self.filtered(lambda change: change.phase in OPEN_PHASES)
        found = self.env["service.desk.collision"]._find(planned) if planned else {}
        for change in self:
            collisions = found.get(change, [])
            is_free = all(one.is_accepted or one.is_draft for one in collisions)
            is_stopped = any(one.blocks for one in collisions)
            change.collision_state = "block" if is_stopped else "clear" if is_free else "warn"
            change.has_draft_collisions = any(one.is_draft for one in collisions)
            change.collision_html = change._collision_html(collisions)

    @api.model
    def _collision_html(self, collisions):
        """A list of sentences, those that stop it in front."""
        rows = [
            Markup('<li><i class="fa %s me-1" role="img" title="%s"></i>%s</li>')
            % (*self._collision_icon(one), one.words)
            for one in collisions
        ]
        return rows and Markup('<ul class="list-unstyled mb-0">%s</ul>') % Markup("").join(rows)

    @api.model
    def _collision_icon(self, collision):
        if collision.is_accepted:
            return "fa-check text-success", self.env._("Accepted")
        if collision.blocks:
            return "fa-ban text-danger", self.env._("Stops it")
        if collision.is_draft:
            return "fa-pencil text-muted", self.env._("Draft")
        return "fa-exclamation-triangle text-warning", self.env._("Warning")

    @api.depends_context("uid")
    def _compute_can_accept_collisions(self):
        self.can_accept_collisions = self._may_accept_collisions()

    @api.model
    def get_unusual_days(self, date_from, date_to=None):
        """Days that the calendar shades: those on which a freeze of everything is on.

        :param str date_from: the first day or moment, as the calendar asks
        :return: dict of ISO day -> whether it is one
        """
        self.check_access("read")
        try:
            first = fields.Date.to_date(date_from[:10])
            last = fields.Date.to_date((date_to or date_from)[:10])
        except (TypeError, ValueError):
            raise UserError(self.env._("These are no days of a calendar.")) from None
        days = [first + timedelta(days=number) for number in range(min((last - first).days, MAX_SHADED) + 1)]
        edges = {day: timeline_rules.edges(day, 1, str(self.env.tz)) for day in days}
        if not edges:
            return {}
        freezes = self.env["service.desk.freeze"]
        domain = freezes._domain_between(edges[days[0]][0], edges[days[-1]][1]) & Domain("service_ids", "=", False)
        spans = [(freeze.date_from, freeze.date_to) for freeze in freezes.search(domain)]
        return {day.isoformat(): any(overlap(edges[day], span) for span in spans) for day in days}

    # -- Facts -------------------------------------------------------------------------------------

    def _planned_period(self):
        """(start, end) of the plan; None while there is none that makes sense."""
        start, end = self.date_planned_start, self.date_planned_end
        return (start, end) if start and end and start < end <= start + MAX_SPAN else None

    def _touched(self):
        """What each change works on or switches off: change -> keys (model, id).

        Extend for what other addons add; one query for all of them.
        """
        return {
            change: frozenset(
                ("service.desk.service", one)
                for services in (change.service_id, change.service_ids, change.outage_ids.service_ids)
                for one in services.ids
            )
            for change in self
        }

    def _people(self):
        """Who does each change: change -> ids of users, the assignee and those who have tasks of it."""
        tasks = self.env["service.desk.task"].sudo()  # sudo: who is busy is a fact, see _find
        groups = tasks._read_group(
            [("change_id", "in", self._origin.ids), ("phase", "in", OPEN_PHASES), ("user_id", "!=", False)],
            ["change_id"],
            ["user_id:array_agg"],
        )
        busy = {change.id: set(users) for change, users in groups}
        return {change: frozenset(busy.get(change._origin.id, set()) | set(change.user_id.ids)) for change in self}

    # -- The door ----------------------------------------------------------------------------------

    def write(self, vals):
        if not PLACE_FIELDS & vals.keys():
            return super().write(vals)
        before = {change: change._place() for change in self}
        result = super().write(vals)
        moved = self.filtered(lambda change: change._place() != before[change])
        moved.filtered(lambda change: change.state in FIRM_STATES)._check_collisions()
        return result

    def _place(self):
        """What its collisions follow from, so that a write which changes nothing asks for nothing."""
        return tuple(self[name].ids if self._fields[name].relational else self[name] for name in sorted(PLACE_FIELDS))

    def _guard_schedule(self, roles):
        result = super()._guard_schedule(roles)
        self._check_collisions()
        return result

    def _guard_implementation(self, roles):
        result = super()._guard_implementation(roles)
        self._check_collisions({change: change._period_begun_now() for change in self})
        return result

    def _period_begun_now(self):
        """(start, end) of work that begins now: as planned within its time, else as long from now on."""
        now, planned = self._now(), self._planned_period()
        if planned and planned[0] <= now < planned[1]:
            return planned
        return (now, now + (planned[1] - planned[0] if planned else AT_ONCE))

    def _check_collisions(self, periods=None):
        """Refuse to take a place that is taken; whoever else schedules now waits for the answer.

        :raise UserError: telling what is in the way
        """
        if not self:
            return
        self.env["service.desk.collision"]._take_turn(self)
        for change, collisions in self.env["service.desk.collision"]._find(self, periods).items():
            words = [one.words for one in collisions if one.blocks]
            if words:
                raise UserError(
                    self.env._(
                        "%(change)s collides and cannot take place as planned:\n%(words)s",
                        change=change.display_name,
                        words="\n".join(f"• {one}" for one in words),
                    )
                )

    # -- Accepting ---------------------------------------------------------------------------------

    @api.model
    def _may_accept_collisions(self):
        return self.env.user.has_group("service_desk.group_change_manager")

    def action_open_acceptance(self):
        """Open the dialog in which a change manager accepts what is in the way."""
        self.ensure_one()
        return self._open_dialog("service.desk.collision.wizard", self.env._("Accept Collisions"), change_id=self.id)

    def action_open_slots(self):
        """Open the dialog that proposes times without a collision."""
        self.ensure_one()
        self.check_access("read")
        period = self._planned_period()
        length = {"hours": (period[1] - period[0]) / timedelta(hours=1)} if period else {}
        return self.env["service.desk.slot.wizard"].create({"change_id": self.id, **length}).action_search()

    def action_accept_collisions(self, reason, kinds=None):
        """Accept what is in the way of this change at its present time, and say why.

        :param str reason: stands in the history
        :param list kinds: of collisions; all of them when nothing is given
        """
        self.ensure_one()
        if not self._may_accept_collisions():
            raise AccessError(self.env._("Change managers accept collisions."))
        self.check_access("write")
        if kinds is not None and not (isinstance(kinds, (list, tuple)) and all(isinstance(one, str) for one in kinds)):
            raise UserError(self.env._("Name the kinds of collisions that are accepted, or none for all of them."))
        wanted = None if kinds is None else set(kinds)
        open_ones = [one for one in self._collisions() if not one.is_accepted and not one.is_draft]
        found = [one for one in open_ones if wanted is None or one.kind in wanted]
        return self._accept(found, reason)

    def _accept(self, collisions, reason):
        """Note that these collisions are accepted. The caller has checked the right."""
        reason = reason.strip() if isinstance(reason, str) else ""
        if not reason or len(reason) > MAX_REASON or "\0" in reason:
            raise UserError(self.env._("Say why it is done nevertheless, in 2,000 characters at most."))
        if not collisions:
            raise UserError(self.env._("Nothing is in the way of %s.", self.display_name))
        # sudo: nobody writes these by hand, so that who accepted what is certain.
        self.env["service.desk.collision.waiver"].sudo().create(
            [
                {
                    "change_id": self.id,
                    "kind": one.kind,
                    "other_id": one.other_id,
                    "shared": one.shared,
                    "date_from": one.period[0],
                    "date_to": one.period[1],
                    "words": self._discreet_words(one),
                    "reason": reason,
                    "user_id": self.env.uid,
                    "date": self._now(),
                }
                for one in collisions
            ]
        )
        self.invalidate_recordset(["waiver_ids"])
        labels = dict(self.env["service.desk.collision.waiver"]._fields["kind"]._description_selection(self.env))
        kinds = ", ".join(dict.fromkeys(labels[one.kind] for one in collisions))
        self._message_log(body=self.env._("Collisions accepted (%(kinds)s): %(reason)s", kinds=kinds, reason=reason))
        return True

    def _discreet_words(self, collision):
        """What is kept of a collision: others may read it who may not read the other change."""
        labels = dict(self.env["service.desk.collision.waiver"]._fields["kind"]._description_selection(self.env))
        return collision.words if collision.kind == FREEZE else labels[collision.kind]
