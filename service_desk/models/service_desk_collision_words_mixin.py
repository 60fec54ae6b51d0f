from odoo import api, models
from odoo.tools import format_datetime

from .. import collisions
from ..collisions import Collision
from .service_desk_change_data import EMERGENCY
from .service_desk_collision_data import BLOCK, DRAFT, FIRM_STATES, IGNORE


class ServiceDeskCollisionWordsMixin(models.AbstractModel):
    """What is said of a collision, and to whom."""

    _name = "service.desk.collision.words.mixin"
    _description = "Words for Collisions"

    @api.model
    def _teller(self, changes, facts, clashes):
        """What is needed to put clashes into words for the current user, read at once."""
        outages = {outage.id: outage for outage in facts["outages"]}
        others = {change.id: change for change in facts["changes"]}
        flat = [clash for found in clashes.values() for clash in found]
        wanted = {clash.other for clash in flat if clash.kind in ("service", "related", "people")}
        wanted |= {outages[clash.other].change_id.id for clash in flat if clash.kind == collisions.OUTAGE}
        ways = self._ways(facts, flat)
        things = {key for clash in flat if clash.kind == collisions.RELATED for key in clash.shared}
        things = things.union(*(way.keys() for way in ways.values()))
        # The server's own work is read by whoever reads its traces, so that it names nobody.
        reader = self.env["service.desk.change"]
        readable = reader if self.env.su else reader.browse(wanted)._filtered_access("read")
        return {
            "changes": others,
            "outages": outages,
            "freezes": {freeze.id: freeze for freeze in facts["freezes"]},
            "names": {change.id: change.display_name for change in readable},
            "ways": ways,
            "things": {} if self.env.su else self._names_of(things),
            "waivers": changes._origin.sudo().waiver_ids.grouped("change_id"),
        }

    @api.model
    def _told(self, change, clashes, teller):
        """The clashes of one change as its reader is told, those that stop it first, those with drafts last."""
        waivers = teller["waivers"].get(change.sudo()._origin)
        company = change.company_id.sudo()
        told = []
        for clash in clashes:
            reaction = company[f"service_desk_on_{clash.kind}"]
            if reaction == IGNORE:
                continue
            other = self._other_change(clash, teller)
            if self._is_secret_plan(other, teller):
                continue
            is_accepted = bool(waivers and waivers._covers(clash))
            stops = reaction == BLOCK and self._may_block(change, clash, teller)
            told.append(
                Collision(
                    kind=clash.kind,
                    words=self._words(clash, teller),
                    other_id=clash.other,
                    blocks=stops and not is_accepted,
                    is_accepted=is_accepted,
                    period=clash.period,
                    shared=collisions.shared_text(clash.shared),
                    is_draft=bool(other) and other.state == DRAFT,
                )
            )
        return sorted(told, key=lambda one: (not one.blocks, one.is_draft))

    @api.model
    def _is_secret_plan(self, other, teller):
        """Whether it is somebody's mere thought, and not for the reader: what takes place is told of to all."""
        return bool(other) and other.state == DRAFT and other.id not in teller["names"] and not self.env.su

    @api.model
    def _may_block(self, change, clash, teller):
        """An emergency stops for a freeze alone, and nobody for what is not agreed to yet."""
        if clash.kind == collisions.FREEZE:
            return True
        if change.change_type == EMERGENCY:
            return False
        other = self._other_change(clash, teller)
        return not other or other.state in FIRM_STATES

    @api.model
    def _other_change(self, clash, teller):
        if clash.kind == collisions.OUTAGE:
            return teller["outages"][clash.other].change_id
        return teller["changes"].get(clash.other)

    @api.model
    def _words(self, clash, teller):
        """One clash as a sentence."""
        values = {"when": self._text_period(clash.period), "what": self._text_shared(clash, teller)}
        other = self._other_change(clash, teller)
        if other:
            values["change"] = teller["names"].get(other.id) or self._text_hidden(clash.kind)
        if clash.kind == collisions.RELATED:
            values["way"] = self._text_ways(clash, teller)
        if clash.kind == collisions.FREEZE:
            freeze = teller["freezes"][clash.other]
            return self.env._(
                "Freeze “%(name)s”, %(when)s: %(reason)s", name=freeze.name, when=values["when"], reason=freeze.reason
            )
        if clash.kind == collisions.WINDOW:
            if not values["what"]:
                return self.env._("Outside the maintenance windows.")
            return self.env._("Outside the maintenance windows of %s.", values["what"])
        return self._text_meeting(clash.kind, values) + self._text_doubt(other)

    @api.model
    def _text_hidden(self, kind):
        """A change that the reader may not read, at the beginning of a sentence or within it."""
        return self.env._("another change") if kind == collisions.PEOPLE else self.env._("Another change")

    @api.model
    def _text_meeting(self, kind, values):
        if kind == collisions.SERVICE:
            return self.env._("%(change)s works on %(what)s, too, %(when)s.", **values)
        if kind == collisions.RELATED and values["way"]:
            return self.env._("%(change)s works on %(what)s, %(when)s: %(way)s.", **values)
        if kind == collisions.RELATED:
            return self.env._("%(change)s works on %(what)s, which is related, %(when)s.", **values)
        if kind == collisions.PEOPLE:
            return self.env._("%(what)s is busy with %(change)s, %(when)s.", **values)
        return self.env._("%(change)s switches %(what)s off, or slows it down, %(when)s.", **values)

    @api.model
    def _text_doubt(self, other):
        if not other or other.state in FIRM_STATES:
            return ""
        if other.state == DRAFT:
            return " " + self.env._("It is a draft.")
        return " " + self.env._("It is not agreed to yet.")

    @api.model
    def _text_shared(self, clash, teller):
        """The names of what both have. Services and people of a change are no secret of another.

        What is merely related is of the other change alone: it is named to those who may read it.
        """
        if clash.kind == collisions.RELATED:
            names = [teller["things"][key] for key in sorted(clash.shared) if key in teller["things"]]
            return ", ".join(names) or self.env._("something else")
        model = "res.users" if clash.kind == collisions.PEOPLE else None
        keys = [(model, one) for one in clash.shared] if model else clash.shared
        records = [self.env[name].browse(one) for name, one in sorted(keys)]
        # sudo: the reader's own change has them, too, or they may be read.
        return ", ".join(record.sudo().display_name for record in records)

    @api.model
    def _text_period(self, period):
        start, end = (format_datetime(self.env, moment, dt_format="short") for moment in period)
        return f"{start} – {end}"
