from odoo import api, models
from odoo.exceptions import UserError


class ServiceDeskProvisioningWebhook(models.AbstractModel):
    """Another system does it: an automatic task calls it, signed, until it says that it is done.

    What is told stands in ``service.desk.task._payload_facts``. When it fails too often a person
    of the team takes the task over.
    """

    _name = "service.desk.provisioning.webhook"
    _description = "Provisioning by Webhook"
    _inherit = ["service.desk.provisioning.manual"]

    @api.model
    def _check_entitlement(self, entitlement):
        if not entitlement.sudo().webhook_id:
            raise UserError(self.env._("Choose the webhook that “%s” is granted by.", entitlement.name))

    @api.model
    def _problems(self, accesses):
        idle = accesses.filtered(lambda access: not access.entitlement_id.webhook_id.active)
        return super()._problems(accesses) | {
            access.id: self.env._("The webhook of “%s” is archived.", access.entitlement_id.name) for access in idle
        }

    @api.model
    def _task_values(self, access):
        return {"kind": "webhook", "webhook_id": access.entitlement_id.webhook_id.id}
