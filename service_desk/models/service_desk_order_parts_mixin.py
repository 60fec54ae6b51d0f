from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lifecycle import DONE, ENDED_PHASES, OPEN_PHASES, SYSTEM


class ServiceDeskOrderPartsMixin(models.AbstractModel):
    """An order of several items: it waits for its parts, and ends with the last of them.

    A part that continues as an incident stays a part of the order, and so does the request that
    this becomes again.
    """

    _name = "service.desk.order.parts.mixin"
    _description = "Order and Its Parts"

    has_open_parts = fields.Boolean(
        compute="_compute_has_open_parts",
        groups="service_desk.group_agent",
        help="Nobody has to do anything about the order itself.",
    )

    @api.depends("is_order", "child_ids.phase", "order_incident_ids.phase")
    def _compute_has_open_parts(self):
        for request in self:
            request.has_open_parts = bool(request._open_parts())

    def _parts(self):
        """What the order consists of now, as records of any process; not what went on as something else."""
        self.ensure_one()
        # sudo: parts belong to the same order, also where another team fulfills them.
        order = self.sudo()
        if not order.is_order:
            return []
        requests = order.child_ids.filtered(lambda part: not part.incident_id)
        incidents = order.order_incident_ids.filtered(
            lambda incident: incident._continues_part() and not incident.request_id
        )
        return [*requests, *incidents]

    def _open_parts(self):
        return [part for part in self._parts() if part.phase in OPEN_PHASES]

    def _wait_for_parts(self):
        """An order as such needs nobody's hands."""
        reason = self.env.ref("service_desk.pending_reason_parts", raise_if_not_found=False)
        if reason:
            self.write({"state": "pending", "pending_reason_id": reason.id})

    # -- The door ----------------------------------------------------------------------------

    def _check_moves(self, target, roles):
        """Nobody says that an order is fulfilled while something of it is still to come."""
        if self._lifecycle.phases.get(target) == DONE and SYSTEM not in roles:
            # Parts that are ended together with it are no obstacle.
            ending = {(self._name, request_id) for request_id in self._ids}
            for order in self:
                coming = [part for part in order._open_parts() if (part._name, part.id) not in ending]
                if coming:
                    raise UserError(
                        self.env._(
                            "%(order)s ends by itself with the last of its parts. Still open: %(parts)s.",
                            order=order.display_name,
                            parts=", ".join(part.number for part in coming),
                        )
                    )
        return super()._check_moves(target, roles)

    # -- The end -----------------------------------------------------------------------------

    def _end_order_if_complete(self):
        """An order ends with its last part. Called as superuser."""
        for order in self.filtered(lambda request: request.phase in OPEN_PHASES):
            parts = order._parts()
            if parts and all(part.phase in ENDED_PHASES for part in parts):
                order._end_as(*order._outcome_of_parts(parts))

    def _outcome_of_parts(self, parts):
        """The state in which the order ends, and what is told of it."""
        kept = [part for part in parts if part.phase == DONE or part.state == part._lifecycle.closing]
        text = "\n".join(
            f"{part.number} {part.name}: {part._requester_text()._state_label(part.state)}" for part in parts
        )
        if kept:
            return "fulfilled", text, len(kept) < len(parts)
        if all(part.state == "rejected" for part in parts):
            return "rejected", text, False
        env = self._requester_text().env
        return "cancelled", env._("Nothing of this order is left.") + "\n" + text, False

    # -- Conversion ----------------------------------------------------------------------------

    def _converted_values(self):
        """The incident that a part goes on as belongs to the order."""
        order = self.parent_id
        return super()._converted_values() | ({"order_id": order.id} if order.is_order else {})
