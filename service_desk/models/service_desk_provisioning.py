from odoo import api, models


class ServiceDeskProvisioning(models.AbstractModel):
    """How access gets into a target system and out of it again.

    A method is a model ``service.desk.provisioning.<method>`` that inherits this one; its key is
    added to ``service.desk.entitlement.method``. It is called with superuser rights and for many
    records at once. An immediate method works inside the database: all is done when it returns.
    Any other one orders the work, and calls ``_granted``, ``_revoked`` or ``_note_failure`` of the
    records when it hears how it went.
    """

    _name = "service.desk.provisioning"
    _description = "Provisioning Method"

    _is_immediate = False

    @api.model
    def _check_entitlement(self, entitlement):
        """:raise UserError: when this entitlement is not complete or not allowed for the method"""

    @api.model
    def _may_hand_out(self, entitlement, user):
        """Whether ``user`` may decide about this entitlement alone."""
        return True

    @api.model
    def _problems(self, accesses):
        """Why some of these cannot be granted now. Methods call super: other addons know reasons, too.

        :return: dict of record id -> sentence
        """
        return {}

    @api.model
    def _grant(self, accesses):
        """Give it to the holders."""
        raise NotImplementedError

    @api.model
    def _revoke(self, accesses):
        """Take it away from the holders."""
        raise NotImplementedError

    @api.model
    def _members(self, entitlement):
        """Who really has it in the target system.

        :return: ``res.partner``, or None where nobody can know
        """
        return None

    @api.model
    def _remove(self, entitlement, partners):
        """Take it away from people who have it without a record."""
        raise NotImplementedError

    @api.model
    def _adopt(self, accesses):
        """Take over what the holders have already, found in the system without a record."""
