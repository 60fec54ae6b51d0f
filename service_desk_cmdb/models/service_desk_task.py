from odoo import fields, models


class ServiceDeskTask(models.Model):
    """Some tasks are steps of a continuity plan."""

    _inherit = "service.desk.task"

    invocation_id = fields.Many2one(
        "service.desk.continuity.invocation",
        string="Continuity Plan",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    def _owners(self):
        owners = super()._owners()
        # sudo: told of the end by the desk itself.
        return owners | {self.invocation_id.sudo()} if self.invocation_id else owners
