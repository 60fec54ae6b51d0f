from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ServiceDeskCase


@tagged("post_install", "-at_install")
class TestDialogRights(ServiceDeskCase):
    """What somebody is about to say in a dialog is not for others; Odoo has no rule of its own for it."""

    def test_every_dialog_is_kept_for_whoever_opened_it(self):
        """Those of all addons of the desk that are installed."""
        rules = self.env["ir.rule"].search([("groups", "=", False), ("domain_force", "like", "create_uid")])
        kept = set(rules.model_id.mapped("model"))
        dialogs = {
            name for name, model in self.registry.items() if model._transient and name.startswith("service.desk.")
        }
        self.assertGreater(len(dialogs), 40)
        self.assertFalse(dialogs - kept)

    def test_colleague_neither_reads_nor_changes_it(self):
        """Nor finds it by a search."""
        ticket = self.make_incident()
        reason = self.env["service.desk.pending.reason"].search([], limit=1)
        about = {"active_model": ticket._name, "active_ids": ticket.ids}
        dialogs = self.env["service.desk.hold.wizard"].with_user(self.agent).with_context(**about)
        dialog = dialogs.create({"pending_reason_id": reason.id, "message": "Mine"})
        other = dialog.with_user(self.agent_two)
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            other.read()
        with self.assertRaises(AccessError):
            other.write({"message": "X"})
        self.assertNotIn(dialog.id, dialogs.with_user(self.agent_two).search([]).ids)
