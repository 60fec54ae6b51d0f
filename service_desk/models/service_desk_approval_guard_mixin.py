from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ..lifecycle import CLOSED, NEW, PENDING, SYSTEM


class ServiceDeskApprovalGuardMixin(models.AbstractModel):
    """What approval means for the thing itself: it stays as it is, and waits, while others decide.

    A part of ``service.desk.approvable.mixin``, which declares what is asked here.
    """

    _name = "service.desk.approval.guard.mixin"
    _description = "Guarded While in Approval"
    _inherit = ["service.desk.lifecycle.mixin"]

    # -- What is decided about stays as it is ----------------------------------------------------

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if "approval_state" in values:
            values["approval_state"] = "none"
        return values

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_approval_facts(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_approval_facts(vals)
        self._check_frozen(vals)
        return super().write(vals)

    @api.model
    def _check_approval_facts(self, vals):
        """Whether something is approved is a fact that the round of approvals records."""
        if not self.env.su and ("approval_state" in vals or "approval_ids" in vals):
            raise AccessError(self.env._("Approvals are given by approvers, they cannot be set."))

    def _check_frozen(self, vals=None):
        """Refuse to change what others are deciding about, whoever asks.

        :param dict vals: what is to be written; without it everything that is frozen counts, for
            rows that belong to the record
        :raise UserError: with the names of the fields
        """
        for record in self.sudo():
            fixed = {
                "pending": record._approval_frozen_fields,
                "approved": record._approval_binding_fields,
            }.get(record.approval_state, set)()
            names = fixed
            if vals is not None:
                names = {name for name in fixed & vals.keys() if record._changes(name, vals[name])}
            if names:
                self._check_may_know()
                raise UserError(record._text_frozen(names if vals else ()))

    def _text_frozen(self, names):
        """Why something cannot be changed, and what to do."""
        labels = self.fields_get(names, ["string"]) if names else {}
        values = {
            "record": self.display_name,
            "fields": ", ".join(sorted(labels[name]["string"] for name in labels)) or self.env._("what was asked for"),
        }
        if self.approval_state == "pending":
            return self.env._(
                "%(record)s waits for approval and cannot be changed meanwhile: %(fields)s."
                " Withdraw the approval first.",
                **values,
            )
        return self.env._(
            "%(record)s was approved as it is: %(fields)s. Withdraw the approval, change it, and"
            " ask for approval again.",
            **values,
        )

    def _check_may_know(self):
        """Strangers hear that it is not theirs, and nothing about its approval."""
        if not self.env.su:
            self.check_access("write")

    def _changes(self, name, value):
        """Whether writing this value would change the field."""
        field = self._fields[name]
        if field.type in ("one2many", "many2many"):
            return bool(value)
        new = field.convert_to_cache(value, self)
        return field.convert_to_record(new, self) != self[name]

    # -- The door ------------------------------------------------------------------------------

    def _check_moves(self, target, roles):
        """Nothing is begun that others are still deciding about, or have not agreed to."""
        blocked = self.filtered(lambda record: record._approval_blocks(target))
        for record in blocked:
            if record.approval_state == "pending":
                record._check_may_know()
                raise UserError(record._text_in_approval())
            if SYSTEM not in roles and record._lacks_approval():
                record._check_may_know()
                raise UserError(self.env._("%s needs approval first. Ask for it, or cancel it.", record.display_name))
        return super()._check_moves(target, roles)

    def _lacks_approval(self):
        """Whether this was not begun yet, and a policy says that somebody must agree."""
        if self.approval_state == "approved":
            return False
        is_early = self.phase in (NEW, PENDING)
        # sudo: policies may be out of sight of who works on it.
        subject = self.sudo()
        return is_early and bool(subject._approval_policy()._steps_for(subject._approval_amount()))

    def _text_in_approval(self):
        return self.env._(
            "%(record)s waits for approval by %(names)s.",
            record=self.display_name,
            # sudo: the names of those who are asked are told to whoever may work on it.
            names=self.sudo().approval_waits_for,
        )

    def _after_moves(self, sources, target):
        """What is given up needs no decision any more."""
        result = super()._after_moves(sources, target)
        if self._lifecycle.phases[target] == CLOSED:
            pending = self.filtered(lambda record: record.approval_state == "pending")
            if pending:
                pending._withdraw_approval(self.env._("It became %s.", self._state_label(target)))
        return result
