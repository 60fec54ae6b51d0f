from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..collisions import Outage
from .service_desk_collision_data import OUTAGE_KINDS, PLANNED_STATES


class ServiceDeskOutage(models.Model):
    """What people will miss while a change is carried out, and when."""

    _name = "service.desk.outage"
    _description = "Planned Outage"
    _inherit = ["service.desk.storable.mixin", "service.desk.facts.mixin"]
    _order = "date_from, id"
    _check_company_auto = True

    _facts = frozenset({"announcement_id"})

    change_id = fields.Many2one("service.desk.change", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="change_id.company_id", store=True, index=True)
    service_ids = fields.Many2many("service.desk.service", string="Services", required=True, check_company=True)
    date_from = fields.Datetime(string="From", required=True)
    date_to = fields.Datetime(string="Until", required=True)
    kind = fields.Selection(OUTAGE_KINDS, required=True, default="full")
    note = fields.Char(string="What People Notice", help="In the words of those who will notice it.")
    announcement_id = fields.Many2one(
        "service.desk.announcement", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )

    _period_index = models.Index("(date_to, date_from)")
    _in_order = models.Constraint("CHECK(date_to > date_from)", "An outage ends after it begins.")

    @api.constrains("date_from", "date_to", "change_id", "service_ids")
    def _check_period(self):
        for outage in self:
            change = outage.change_id
            if not outage.service_ids:
                raise ValidationError(self.env._("Which services are out? Choose one at least."))
            if outage.date_to <= outage.date_from:
                raise ValidationError(self.env._("An outage ends after it begins. Please correct its times."))
            start, end = change.date_planned_start, change.date_planned_end
            if not start or not end or outage.date_from < start or outage.date_to > end:
                raise ValidationError(
                    self.env._("An outage lies within the planned time of its change, %s.", change.display_name)
                )

    @api.depends("service_ids", "kind")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for outage in self:
            names = ", ".join(outage.service_ids.mapped("name"))
            outage.display_name = f"{names}: {labels.get(outage.kind, '')}"

    # -- CRUD ------------------------------------------------------------------------------------

    def write(self, vals):
        result = super().write(vals)
        if {"date_from", "date_to", "service_ids"} & vals.keys():
            self._update_announcements()
        return result

    @api.ondelete(at_uninstall=False)
    def _end_announcements(self):
        """What was announced and does not happen is called off."""
        self._call_off()

    # -- Collisions ------------------------------------------------------------------------------

    @api.model
    def _domain_between(self, begin, end):
        """Outages at some moment between these, of changes that are going to happen."""
        return (
            Domain("date_to", ">", begin)
            & Domain("date_from", "<", end)
            & Domain("change_id.state", "in", PLANNED_STATES)
        )

    def _plain_facts(self):
        """These outages as plain data, see :mod:`..collisions`."""
        return [
            Outage(outage.id, outage.change_id.id, outage.date_from, outage.date_to, outage._touched())
            for outage in self
        ]

    def _touched(self):
        """Keys (model, id) of what is out. Extend for what other addons add."""
        return frozenset((self.service_ids._name, one) for one in self.service_ids.ids)

    # -- Announcements ---------------------------------------------------------------------------

    def action_announce(self):
        """Tell those who use these services; the change itself is not named.

        Who may write announcements may do so, about what is scheduled or will be.
        """
        self.check_access("write")
        self.env["service.desk.announcement"].check_access("create")
        for outage in self:
            change = outage.change_id
            if change.state not in PLANNED_STATES:
                raise UserError(self.env._("%s does not take place, or is over.", change.display_name))
            if outage.announcement_id:
                raise UserError(self.env._("This was announced already."))
            # sudo: the rights were checked above; the pointer is a fact of the desk.
            outage.sudo().announcement_id = self.env["service.desk.announcement"]._announce(
                outage._announcement_values()
            )
        return True

    def _announcement_values(self):
        """What people are told: services and times, nothing of the change."""
        self.ensure_one()
        names = ", ".join(self.service_ids.mapped("name"))
        if self.kind == "full":
            title = self.env._("Planned: %s not available", names)
        else:
            title = self.env._("Planned: %s slow or in part", names)
        return {
            "name": title[:200],
            "kind": "maintenance",
            "body": self.note or False,
            "company_id": self.company_id.id,
            "service_ids": [(6, 0, self.service_ids.ids)],
            "date_shown": min(fields.Datetime.now(), self.date_from),
            "date_from": self.date_from,
            "date_to": self.date_to,
        }

    def action_open_announcement(self):
        """Open what was announced."""
        self.check_access("read")
        self.ensure_one()
        return self.announcement_id.get_formview_action()

    def _update_announcements(self):
        """What was announced follows the outage."""
        # sudo: who moves the outage moves what was said of it; its words stay as they are.
        for outage in self.sudo().filtered("announcement_id"):
            announcement = outage.announcement_id
            announcement.write(
                {
                    "date_shown": min(announcement.date_shown, outage.date_from),
                    "date_from": outage.date_from,
                    "date_to": outage.date_to,
                    "service_ids": [(6, 0, outage.service_ids.ids)],
                }
            )

    def _call_off(self):
        """It does not take place; what was announced of it is over."""
        # sudo: as above
        self.sudo().announcement_id._end()
