from odoo import api, fields, models
from odoo.exceptions import UserError

from .service_desk_collision_data import PLANNED_STATES


class ServiceDeskOutageAnnouncementMixin(models.AbstractModel):
    """What people are told of an outage: services and times, nothing of the change.

    What was announced follows the outage, until somebody calls it off.
    """

    _name = "service.desk.outage.announcement.mixin"
    _description = "Announcement of an Outage"
    _inherit = ["service.desk.facts.mixin", "service.desk.dialog.mixin"]

    _facts = frozenset({"announcement_id"})

    announcement_id = fields.Many2one(
        "service.desk.announcement", readonly=True, copy=False, index="btree_not_null", ondelete="set null"
    )
    is_announced = fields.Boolean(compute="_compute_is_announced", help="People are told, or were told in time.")

    @api.depends("announcement_id.date_from", "announcement_id.date_to", "date_to")
    def _compute_is_announced(self):
        # sudo: that people were told is for all to know who know of the outage.
        for outage in self.sudo():
            outage.is_announced = bool(outage.announcement_id) and not outage._is_called_off()

    def _is_called_off(self):
        """Whether what was announced was ended before the time that was announced."""
        announcement = self.sudo().announcement_id  # sudo: as above
        return announcement.state == "over" and announcement.date_to < self.date_to

    def write(self, vals):
        if not {"date_from", "date_to", "service_ids"} & vals.keys():
            return super().write(vals)
        followed = self.filtered("is_announced")
        result = super().write(vals)
        followed._update_announcements()
        return result

    @api.ondelete(at_uninstall=False)
    def _end_announcements(self):
        """What was announced and does not happen is called off."""
        self._call_off()

    def action_announce(self):
        """Tell those who use these services; the change itself is not named.

        Who may write announcements may do so, about what is scheduled or will be.
        """
        self._announce()
        return True

    def action_open_announce(self):
        """Show what people would read and who they are, before anybody does."""
        self._check_announce()
        self.ensure_one()
        return self._open_dialog("service.desk.outage.announce.wizard", self.env._("Announce"), outage_id=self.id)

    def _check_announce(self):
        """:raise UserError: when there is nothing to tell of, or it was told"""
        self.check_access("write")
        self.env["service.desk.announcement"].check_access("create")
        for outage in self:
            change = outage.change_id
            if change.state not in PLANNED_STATES:
                raise UserError(self.env._("%s does not take place, or is over.", change.display_name))
            if outage.is_announced:
                raise UserError(self.env._("This was announced already."))
            if outage.date_to <= fields.Datetime.now():
                raise UserError(self.env._("This outage is over. Move it first."))

    def _announce(self, words=None):
        """Tell people, also in the place of what was called off.

        :param dict words: values of the announcement that somebody has chosen
        """
        self._check_announce()
        for outage in self:
            # sudo: the rights were checked above; the pointer is a fact of the desk.
            outage.sudo().announcement_id = self.env["service.desk.announcement"]._announce(
                outage._announcement_values() | (words or {})
            )

    def _announcement_values(self):
        """What people are told: services and times, nothing of the change."""
        self.ensure_one()
        names = ", ".join(self.service_ids.mapped("name"))
        if self.kind == "full":
            title = self.env._("%s not available", names)
        else:
            title = self.env._("%s slow, or in part", names)
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
        for outage in self.sudo():
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
