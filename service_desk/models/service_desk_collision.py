from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .. import collisions
from ..collisions import Plan
from .service_desk_collision_data import FIRM_STATES, IGNORE, MAX_SPAN, PLANNED_STATES, TOLD_STATES


class ServiceDeskCollision(models.AbstractModel):
    """What stands in the way of changes: reads the facts, asks :mod:`..collisions`, and says it.

    All facts are read at once, in as many queries for a hundred changes as for one, and only those
    of the period in which these changes are. They are read whoever asks, since a wall between two
    teams does not keep their changes apart; what is said names nothing that the reader may not read.
    """

    _name = "service.desk.collision"
    _description = "Collisions of Changes"
    _inherit = ["service.desk.collision.way.mixin", "service.desk.collision.words.mixin"]

    @api.model
    def _find(self, changes, periods=None):
        """What stands in the way of each change: change -> list of ``Collision``.

        :param changes: stored ones, or those of a form that is being filled in
        :param dict periods: change -> period, instead of the planned one
        """
        periods = periods or {change: change._planned_period() for change in changes}
        dated = changes.filtered(lambda change: periods[change])
        found = {change: [] for change in changes}
        if not dated:
            return found
        begin = min(periods[change][0] for change in dated)
        end = max(periods[change][1] for change in dated)
        facts = self._facts(dated, periods, begin, end)
        clashes = collisions.clashes(facts["plans"], **facts["others"])
        teller = self._teller(dated, facts, clashes)
        for change, plan in zip(dated, facts["plans"], strict=True):
            found[change] = self._told(change, clashes[plan.id], teller)
        return found

    # -- Facts -----------------------------------------------------------------------------------

    @api.model
    def _facts(self, changes, periods, begin, end, states=TOLD_STATES):
        """All there is to know about a period, as plain data and as superuser's records.

        :param states: of the other changes
        """
        # sudo: facts alone; what is said of them is cut to the reader's rights, see _teller.
        own = changes.sudo()
        others = own.env["service.desk.change"].search(self._domain_planned(begin, end, states))
        outages = own.env["service.desk.outage"].search(own.env["service.desk.outage"]._domain_between(begin, end))
        freezes = own.env["service.desk.freeze"].search(own.env["service.desk.freeze"]._domain_between(begin, end))
        windows = own.env["service.desk.maintenance.window"].search(Domain.TRUE)
        touched = own._touched() | others._touched()
        related = self._related(frozenset().union(*touched.values()))
        plans = self._plans(own, [periods[change] for change in changes], others, touched, related)
        return {
            "related": related,
            "plans": plans[: len(own)],
            "changes": others,
            "outages": outages,
            "freezes": freezes,
            "others": {
                "others": plans[len(own) :],
                "outages": outages._plain_facts(),
                "freezes": freezes._plain_facts(),
                "windows": windows._facts_between(begin, end),
            },
        }

    @api.model
    def _domain_planned(self, begin, end, states):
        """Changes that are to happen at some moment between these."""
        return (
            Domain("state", "in", states)
            & Domain("date_planned_end", ">", begin)
            & Domain("date_planned_start", "<", end)
        )

    @api.model
    def _plans(self, own, periods, others, touched, related):
        """Plain data of changes, first of those asked about at their periods, then of the others."""
        records = [*own, *others]
        periods = [*periods, *((one.date_planned_start, one.date_planned_end) for one in others)]
        people = own._people() | others._people()
        return [
            Plan(
                # A form that is not saved yet has a number that no change has.
                id=change._origin.id or -1 - place,
                start=period[0],
                end=period[1],
                touched=touched[change],
                related=frozenset().union(*(related.get(key, ()) for key in touched[change])),
                people=people[change],
                kind=change.change_type,
                company=change.company_id.id or 0,
                team=change.team_id._origin.id or 0,
                is_firm=change.state in FIRM_STATES,
            )
            for place, (change, period) in enumerate(zip(records, periods, strict=True))
        ]

    @api.model
    def _related(self, keys):
        """What depends on these, or on what these depend: key -> keys. Extend for other things."""
        model = "service.desk.service"
        related = self.env[model].sudo()._related_to({one for name, one in keys if name == model})
        return {(model, start): {(model, one) for one in found} for start, found in related.items()}

    # -- Free times ------------------------------------------------------------------------------

    @api.model
    def _free_starts(self, change, duration, begin, end, limit=5):
        """When a change of this length could begin without any collision, the earliest first.

        :param timedelta duration: how long it takes
        """
        if duration <= timedelta() or duration > MAX_SPAN or begin >= end:
            return []
        # Drafts have no place that others leave free.
        facts = self._facts(change, {change: (begin, end)}, begin, end, PLANNED_STATES)
        company = change.company_id.sudo()
        ignored = [kind for kind in collisions.KINDS if company[f"service_desk_on_{kind}"] == IGNORE]
        return collisions.proposals(facts["plans"][0], duration, limit, **facts["others"], ignored=ignored)

    # -- Lock ------------------------------------------------------------------------------------

    @api.model
    def _take_turn(self, changes):
        """Let nobody else schedule what may be in the way until this transaction has ended.

        A row is written for each company whose changes may be, so that of two who schedule at once
        the second begins anew, with the first one's change before its eyes; a mere lock would leave
        it with what it saw before.
        """
        self.env.cr.execute(
            SQL(
                """
                UPDATE res_company SET service_desk_schedule_turn = COALESCE(service_desk_schedule_turn, 0) + 1
                 WHERE id IN (SELECT id FROM res_company WHERE %s ORDER BY id FOR NO KEY UPDATE)
                """,
                self._turn_condition(changes),
            )
        )

    @api.model
    def _turn_condition(self, changes):
        """Which companies' turn it is: their own, those of the people, all where something is shared."""
        # sudo: facts alone, see _facts
        own = changes.sudo()
        keys = frozenset().union(*own._touched().values())
        related = frozenset().union(*self._related(keys).values())
        if not self._belong_to_companies(keys | related):
            return SQL("TRUE")
        people = own.env["res.users"].browse(frozenset().union(*own._people().values()))
        return SQL("id = ANY(%s)", (own.company_id | people.company_ids).ids)

    @api.model
    def _belong_to_companies(self, keys):
        """Whether each of these things is one company's own."""
        models = {name for name, _id in keys}
        records = (self.env[model].sudo().browse(one for name, one in keys if name == model) for model in models)
        return all(record.company_id for found in records for record in found)
