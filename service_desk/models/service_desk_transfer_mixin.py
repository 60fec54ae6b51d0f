from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..lifecycle import OPEN_PHASES


class ServiceDeskTransferMixin(models.AbstractModel):
    """One ticket continues as another: merge of doubles, conversion to another process.

    What was said, attached, followed and logged moves along; the old ticket keeps a pointer.
    """

    _name = "service.desk.transfer.mixin"
    _description = "Merge and Conversion"

    #: The host's fields for the ticket of the other process that it continues as, and came from;
    #: none where tickets are never converted.
    _successor_field = None
    _origin_field = None

    #: Shared fields that a converted ticket takes along.
    _CONVERTED_FIELDS = (
        "name",
        "description",
        "company_id",
        "requester_id",
        "submitted_by_id",
        "team_id",
        "user_id",
        "supplier_id",
        "supplier_ref",
        "contract_id",
        "service_id",
        "category_id",
        "impact",
        "urgency",
        "priority_override",
        "priority_override_reason",
        "channel",
        "date_due",
        "date_opened",
        "date_assigned",
        "date_first_response",
        "reassignment_count",
        "escalation_level",
        "is_confidential",
        "item_id",
        "item_version",
    )

    #: Besides, what a ticket that comes back to its process takes from the one it was there.
    _RESTORED_FIELDS = ()

    merge_count = fields.Integer(compute="_compute_merge_count", groups="service_desk.group_agent")

    def _compute_merge_count(self):
        counts = dict(self._read_group([("merged_into_id", "in", self.ids)], ["merged_into_id"], ["__count"]))
        for ticket in self:
            ticket.merge_count = counts.get(ticket._origin, 0)

    def _successor_ticket(self):
        """The tickets of the other process as which these continue, if any."""
        return self[self._successor_field] if self._successor_field else self.browse()

    def _origin_ticket(self):
        """The tickets of the other process that these were before, if any."""
        return self[self._origin_field] if self._origin_field else self.browse()

    def action_merge(self, into_id):
        """End this ticket as a double of another one and move everything over there.

        :param int into_id: id of a ticket of the same process
        :raise UserError: when one of the two is over, they are the same, or belong to different
            companies or customers
        """
        self.check_access("write")
        target = self.browse(into_id if isinstance(into_id, int) else ()).exists()
        if not target:
            raise UserError(self.env._("The ticket to merge into does not exist."))
        target.check_access("write")
        for source in self:
            source._check_merge(target)
        # sudo: messages and followers move as they are; both tickets were checked above.
        for source in self.sudo():
            source._move_belongings(target.sudo())
            source.child_ids.parent_id = target
            source.write(
                {
                    "state": self._lifecycle.dropping,
                    "merged_into_id": target.id,
                    "resolution": source._requester_text().env._("Merged into %s.", target.number),
                }
            )
        for source in self:
            target._log_note(
                self.env._("Merged: %(number)s %(name)s", number=source.number, name=source.name),
                source.description,
            )
        return True

    def _check_merge(self, target):
        """Refuse merges that would mix people or companies, or touch what is over."""
        if self == target:
            raise UserError(self.env._("A ticket cannot be merged into itself."))
        if target in self._open_descendants():
            raise UserError(self.env._("%s is a child of this ticket. Merge the child instead.", target.number))
        for ticket in self | target:
            if ticket.phase not in OPEN_PHASES:
                raise UserError(self.env._("%s is not open any more and cannot be merged.", ticket.display_name))
        if self.company_id != target.company_id:
            raise UserError(self.env._("Tickets of different companies cannot be merged."))
        if self.is_confidential != target.is_confidential:
            raise UserError(self.env._("A confidential ticket can be merged into a confidential one only."))
        # sudo: the walls of both teams count, whoever asks.
        walled = (self | target).sudo().team_id.filtered(lambda team: team.visibility == "restricted")
        if walled and self.team_id != target.team_id:
            raise UserError(self.env._("A ticket of a restricted team can be merged within that team only."))
        ours = target.company_id.sudo().partner_id
        if self._organization(ours) != target._organization(ours):
            raise UserError(
                self.env._(
                    "%(one)s and %(other)s belong to different customers, who would read each"
                    " other's messages. Make one the parent of the other instead.",
                    one=self.number,
                    other=target.number,
                )
            )

    def _organization(self, ours):
        """Whose ticket it is: the customer, with all employees of the company as one."""
        # sudo: agents need not read every contact and user.
        ticket = self.sudo()
        is_colleague = any(not user.share for user in ticket.requester_id.user_ids)
        return ours if is_colleague else ticket.customer_id

    def _move_belongings(self, target):
        """Move conversation, attachments, activities, followers and work log to ``target``.

        Called with superuser rights after the caller's rights on both were checked.
        """
        self.ensure_one()
        # What changed on this ticket is its own history and stays.
        place = [
            ("model", "=", self._name),
            ("res_id", "=", self.id),
            ("tracking_value_ids", "=", False),
        ]
        self.env["mail.message"].search(place).write({"model": target._name, "res_id": target.id})
        file_place = [
            ("res_model", "=", self._name),
            ("res_id", "=", self.id),
            ("res_field", "=", False),
        ]
        self.env["ir.attachment"].search(file_place).write({"res_model": target._name, "res_id": target.id})
        self.activity_ids.write({"res_model_id": self.env["ir.model"]._get_id(target._name), "res_id": target.id})
        target.message_subscribe(partner_ids=self.message_partner_ids.ids)
        columns = self.env["service.desk.ticket.line"].LINE_FIELDS
        elsewhere = dict.fromkeys(columns.values(), False)
        self.worklog_ids.write({**elsewhere, columns[target._name]: target.id})
        for ticket in (self, target):
            ticket.invalidate_recordset()

    def _converted_values(self):
        """What else the ticket begins with that this one continues as. Called as superuser."""
        self.ensure_one()
        return {}

    def _convert(self, model):
        """Continue this ticket as one of another process.

        :param str model: the other process
        :return: the new ticket
        :raise UserError: when this ticket is over
        """
        self.ensure_one()
        self.check_access("write")
        if self.phase not in OPEN_PHASES:
            raise UserError(self.env._("%s is not open any more and cannot be converted.", self.display_name))
        self.env[model].check_access("create")
        # sudo: the new ticket takes over numbers, dates and counters that people may not set.
        source = self.sudo()
        values = {name: source._fields[name].convert_to_write(source[name], source) for name in self._CONVERTED_FIELDS}
        values["tag_ids"] = [Command.set(source.tag_ids.ids)]
        before = source._origin_ticket()
        values |= {name: before[name] for name in before._RESTORED_FIELDS if before}
        values |= source._converted_values()
        target = source.env[model].create({**values, source.env[model]._origin_field: source.id})
        source._move_belongings(target)
        source._move_answers(target)
        source.write(
            {
                "state": self._lifecycle.dropping,
                self._successor_field: target.id,
                "resolution": source._requester_text().env._("Continued as %s.", target.number),
            }
        )
        target._message_log(body=Markup("<p>%s</p>") % self.env._("Converted from %s", self.number))
        return target.sudo(False)
