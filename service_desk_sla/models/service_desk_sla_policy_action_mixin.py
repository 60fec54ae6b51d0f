from odoo import models

from ..clock_rules import UC


class ServiceDeskSlaPolicyActionMixin(models.AbstractModel):
    """The buttons of a policy: apply it to open tickets, try it out, see its clocks."""

    _name = "service.desk.sla.policy.action.mixin"
    _description = "Buttons of a Policy"
    _inherit = ["service.desk.dialog.mixin"]

    def action_open_apply(self):
        """Open the dialog that asks before open tickets are promised something else."""
        self.ensure_one()
        return self._open_dialog(
            "service.desk.sla.apply.wizard", self.env._("Apply to Open Tickets"), policy_id=self.id
        )

    def action_open_try(self):
        """Open the dialog that tells which policy would hold for a ticket, one that this is for."""
        contract = self.contract_id
        nobody = contract.partner_id.browse()
        customer = nobody if self.kind == UC else contract.partner_id
        supplier = contract.partner_id if self.kind == UC else nobody
        facts = {
            "process": self.process,
            "company_id": self.company_id.id,
            "service_id": (self.service_ids or contract.service_ids)[:1].id,
            "category_id": self.category_ids[:1].id,
            "team_id": self.team_ids[:1].id,
            "customer_id": (self.customer_ids or customer)[:1].id,
            "supplier_id": (self.supplier_ids or supplier)[:1].id,
        }
        return self._open_dialog(
            "service.desk.sla.try.wizard",
            self.env._("Try It"),
            **{name: value for name, value in facts.items() if value},
        )

    def action_open_clocks(self):
        """Open the clocks that run or ran by this policy."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "service_desk_sla.service_desk_sla_clock_action"
        )
        return {**action, "domain": [("policy_id", "=", self.id)], "context": {}}
