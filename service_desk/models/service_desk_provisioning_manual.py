from odoo import api, models


class ServiceDeskProvisioningManual(models.AbstractModel):
    """A person does it: a task for the entitlement's team, whose end is the word that it is done."""

    _name = "service.desk.provisioning.manual"
    _description = "Provisioning by Hand"
    _inherit = ["service.desk.provisioning"]

    @api.model
    def _grant(self, accesses):
        accesses._drop_tasks(self.env._("A new task takes its place."))
        self._ask_team(accesses, "grant", self._text_grant)

    @api.model
    def _revoke(self, accesses):
        accesses._drop_tasks(self.env._("It is to be revoked."))
        self._ask_team(accesses, "revoke", self._text_revoke)

    @api.model
    def _ask_team(self, accesses, verb, text):
        """One task for each, called as ``text`` says."""
        accesses._add_tasks(
            [{"name": text(access), "access_verb": verb, **self._task_values(access)} for access in accesses]
        )

    @api.model
    def _task_values(self, access):
        """How the task is done."""
        return {"kind": "manual"}

    @api.model
    def _text_grant(self, access):
        return self.env._(
            "Grant “%(access)s” to %(person)s", access=access.entitlement_id.name, person=access.partner_id.name
        )

    @api.model
    def _text_revoke(self, access):
        return self.env._(
            "Revoke “%(access)s” of %(person)s", access=access.entitlement_id.name, person=access.partner_id.name
        )
