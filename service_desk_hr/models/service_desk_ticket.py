from odoo import api, fields, models


class ServiceDeskTicket(models.AbstractModel):
    """Where the requester works: by this teams are chosen, queues filtered and reports grouped.

    The department is remembered as it was; job, location and manager are those of today.
    """

    _inherit = "service.desk.ticket"

    requester_department_id = fields.Many2one(
        "hr.department",
        string="Department",
        compute="_compute_requester_department_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        groups="service_desk.group_agent",
        help="Of the requester, when the ticket was opened.",
    )
    requester_job_title = fields.Char(
        related="requester_id.service_desk_job_title", string="Job", groups="service_desk.group_agent"
    )
    requester_job_id = fields.Many2one(
        related="requester_id.service_desk_job_id", string="Job at Work", groups="service_desk.group_agent"
    )
    requester_location_id = fields.Many2one(
        related="requester_id.service_desk_location_id", string="Work Location", groups="service_desk.group_agent"
    )
    requester_manager_id = fields.Many2one(
        related="requester_id.service_desk_manager_id", string="Line Manager", groups="service_desk.group_agent"
    )

    @api.depends("requester_id")
    def _compute_requester_department_id(self):
        employees = self.requester_id._service_desk_employees()
        for ticket in self:
            ticket.requester_department_id = employees.get(
                ticket.requester_id._origin.id, self.env["hr.employee"]
            ).department_id
