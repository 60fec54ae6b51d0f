from odoo import api, fields, models
from odoo.fields import Domain

from ..lifecycle import ENDED_PHASES, OPEN_PHASES
from .service_desk_incident_data import INCIDENT_LIFECYCLE, INCIDENT_STATES


class ServiceDeskIncident(models.Model):
    """Something is broken or slower than promised; the aim is to get it going again soon."""

    _name = "service.desk.incident"
    _description = "Incident"
    _inherit = ["service.desk.major.ticket.mixin", "service.desk.ticket"]

    _lifecycle = INCIDENT_LIFECYCLE
    _number_code = "service.desk.incident"
    _successor_field = "request_id"
    _origin_field = "origin_request_id"

    # Not tracked: the door writes each move into the history, with who, when and why.
    state = fields.Selection(
        INCIDENT_STATES,
        default="new",
        required=True,
        copy=False,
        index=True,
        group_expand="_group_expand_state",
    )
    parent_id = fields.Many2one(
        "service.desk.incident",
        check_company=True,
        index="btree_not_null",
        tracking=True,
        help="The incident that stands for all of them.",
    )
    child_ids = fields.One2many("service.desk.incident", "parent_id", string="Children")
    merged_into_id = fields.Many2one("service.desk.incident", readonly=True, copy=False, index="btree_not_null")
    previous_id = fields.Many2one(
        "service.desk.incident",
        string="Continues",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The closed ticket whose trouble came back.",
    )
    request_id = fields.Many2one(
        "service.desk.request",
        string="Continued as Request",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    origin_request_id = fields.Many2one(
        "service.desk.request",
        string="Came From Request",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    order_id = fields.Many2one(
        "service.desk.request",
        string="Ordered With",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The order that it came with from the catalog.",
    )
    problem_id = fields.Many2one(
        "service.desk.problem",
        check_company=True,
        copy=False,
        index="btree_not_null",
        tracking=True,
        groups="service_desk.group_agent",
        help="What lies behind it.",
    )
    change_id = fields.Many2one(
        "service.desk.change",
        string="Fixed by Change",
        check_company=True,
        copy=False,
        index="btree_not_null",
        tracking=True,
        groups="service_desk.group_agent",
    )
    caused_by_change_id = fields.Many2one(
        "service.desk.change",
        string="Caused by Change",
        check_company=True,
        copy=False,
        index="btree_not_null",
        tracking=True,
        groups="service_desk.group_agent",
    )
    worklog_ids = fields.One2many("service.desk.worklog", "incident_id", groups="service_desk.group_agent")
    answer_ids = fields.One2many("service.desk.answer", "incident_id", groups="service_desk.group_agent")
    transition_ids = fields.One2many("service.desk.transition", "incident_id", groups="service_desk.group_agent")
    task_ids = fields.One2many("service.desk.task", "incident_id", string="Tasks", groups="service_desk.group_agent")

    def action_convert_to_request(self):
        """Continue an incident that is really a wish as a service request, and open that."""
        request = self._convert("service.desk.request")
        return request._get_records_action()

    # -- Part of an order ----------------------------------------------------------------------

    def _continues_part(self):
        """Whether it was a part of its order, and did not only come along with it."""
        self.ensure_one()
        return bool(self.order_id) and self.origin_request_id.parent_id == self.order_id

    def _converted_values(self):
        """The request that it becomes is a part of the order, while that is open."""
        order = self.order_id
        is_part = order.is_order and order.phase in OPEN_PHASES and order.requester_id == self.requester_id
        return super()._converted_values() | ({"parent_id": order.id} if is_part else {})

    def _after_moves(self, sources, target):
        result = super()._after_moves(sources, target)
        if self._lifecycle.phases[target] in ENDED_PHASES:
            # sudo: orders end with their last part, whoever ends that.
            parts = self.sudo().filtered(lambda incident: incident._continues_part())
            parts.order_id._end_order_if_complete()
        return result

    # -- On the portal and in jobs ---------------------------------------------------------------

    def _portal_order(self):
        return super()._portal_order() | {"part_of": self._portal_link(self.order_id.sudo(False))}

    @api.model
    def _silence_values(self):
        code = self.env.ref("service_desk.resolution_code_no_answer", raise_if_not_found=False)
        if not code:
            domain = Domain("process", "in", [False, self._name])
            code = self.env["service.desk.resolution.code"].search(domain, limit=1)
        return super()._silence_values() | {"state": "resolved", "resolution_code_id": code.id}
