from odoo import api, fields, models

from .service_desk_request_data import REQUEST_LIFECYCLE, REQUEST_STATES


class ServiceDeskRequest(models.Model):
    """Somebody wants something that the desk offers: access, a device, advice."""

    _name = "service.desk.request"
    _description = "Service Request"
    _inherit = [
        "service.desk.fulfillment.mixin",
        "service.desk.amendment.mixin",
        "service.desk.order.portal.mixin",
        "service.desk.ticket",
    ]

    _lifecycle = REQUEST_LIFECYCLE
    _number_code = "service.desk.request"
    _successor_field = "incident_id"
    _origin_field = "origin_incident_id"

    # Not tracked: the door writes each move into the history, with who, when and why.
    state = fields.Selection(
        REQUEST_STATES,
        default="new",
        required=True,
        copy=False,
        index=True,
        group_expand="_group_expand_state",
    )
    parent_id = fields.Many2one(
        "service.desk.request",
        check_company=True,
        index="btree_not_null",
        tracking=True,
        help="The request that stands for all of them.",
    )
    child_ids = fields.One2many("service.desk.request", "parent_id", string="Children")
    merged_into_id = fields.Many2one("service.desk.request", readonly=True, copy=False, index="btree_not_null")
    previous_id = fields.Many2one(
        "service.desk.request",
        string="Continues",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The closed ticket whose matter came back.",
    )
    incident_id = fields.Many2one(
        "service.desk.incident",
        string="Continued as Incident",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    origin_incident_id = fields.Many2one(
        "service.desk.incident",
        string="Came From Incident",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    order_incident_ids = fields.One2many("service.desk.incident", "order_id", string="Incidents Ordered Along")
    change_id = fields.Many2one(
        "service.desk.change",
        string="Served by Change",
        check_company=True,
        copy=False,
        index="btree_not_null",
        tracking=True,
        groups="service_desk.group_agent",
    )
    worklog_ids = fields.One2many("service.desk.worklog", "request_id", groups="service_desk.group_agent")
    answer_ids = fields.One2many("service.desk.answer", "request_id", groups="service_desk.group_agent")
    transition_ids = fields.One2many("service.desk.transition", "request_id", groups="service_desk.group_agent")
    task_ids = fields.One2many("service.desk.task", "request_id", string="Tasks", groups="service_desk.group_agent")

    approval_ids = fields.One2many(
        "service.desk.approval", "request_id", string="Approvals", groups="service_desk.group_agent"
    )

    def action_resolve(self):
        """Open the dialog that ends these requests as fulfilled."""
        return {**super().action_resolve(), "name": self.env._("Fulfill")}

    def action_reject(self):
        """Open the dialog that refuses these requests with a word for the requester."""
        return self._open_dialog("service.desk.cancel.wizard", self.env._("Reject"), rejects=True)

    def action_convert_to_incident(self):
        """Continue a request that is really a disruption as an incident, and open that."""
        incident = self._convert("service.desk.incident")
        return incident._get_records_action()

    @api.model
    def _silence_values(self):
        return super()._silence_values() | {"state": "fulfilled"}
