from odoo import api, fields, models
from odoo.exceptions import AccessError


class ServiceDeskCatalogPolicyMixin(models.AbstractModel):
    """Who decides that fewer people must agree to what is offered already.

    Managers make and edit items, with their first policy. Once an item was published, another
    policy takes an administrator; of one that gives access an access manager, who decides about
    all of that. Taking it out of the catalog for a moment is no way around.
    """

    _name = "service.desk.catalog.policy.mixin"
    _description = "Approval Policy of a Catalog Item"

    was_published = fields.Boolean(readonly=True, copy=False)
    published_policy_id = fields.Many2one(
        "service.desk.approval.policy",
        string="Published with the Policy",
        readonly=True,
        copy=False,
        groups="service_desk.group_agent",
    )

    may_change_policy = fields.Boolean(compute="_compute_may_change_policy", groups="service_desk.group_agent")

    @api.depends_context("uid")
    @api.depends("was_published", "entitlement_ids")
    def _compute_may_change_policy(self):
        for item in self:
            item.may_change_policy = not item.was_published or item._is_policy_open()

    def _is_policy_open(self):
        """Whether the current user decides who agrees to what is offered already."""
        user = self.env.user
        if self.env.su or user.has_group("service_desk.group_admin"):
            return True
        # sudo: only asks whether access managers watch over it.
        return bool(self.sudo().entitlement_ids) and user.has_group("service_desk.group_access_manager")

    def _check_may_change_policy(self):
        """:raise AccessError: for those who may not change who agrees to these items"""
        for item in self.filtered(lambda item: not item._is_policy_open()):
            raise AccessError(
                self.env._(
                    "“%s” is offered already. An administrator of the desk decides who else, or nobody,"
                    " must agree to it.",
                    item.name,
                )
            )

    def _check_published_policy(self):
        """Nobody publishes again with another policy who could not have changed it."""
        changed = self.filtered(
            lambda item: item.was_published and item.sudo().published_policy_id != item.sudo().approval_policy_id
        )
        changed._check_may_change_policy()

    def _remember_policy(self):
        # sudo: facts that the desk keeps.
        for policy, items in self.sudo().grouped("approval_policy_id").items():
            items.write({"was_published": True, "published_policy_id": policy.id})
