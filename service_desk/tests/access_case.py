"""People, entitlements and groups for the tests of access."""

from datetime import timedelta

from .common import ServiceDeskCase


class AccessCase(ServiceDeskCase):
    """An access manager, an owner, and something of each method to be given."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.access_manager = cls.make_user("test_access_manager", "service_desk.group_access_manager")
        cls.owner = cls.make_user("test_owner", "base.group_user")
        cls.colleague = cls.make_user("test_colleague", "base.group_user")
        cls.group = cls.env["res.groups"].create({"name": "Book invoices"})
        cls.other_group = cls.env["res.groups"].create({"name": "Pay invoices"})
        cls.access_manager.group_ids += cls.group + cls.other_group
        cls.by_group = cls.make_entitlement("Booking", method="group", group_ids=cls.group.ids)
        cls.by_other_group = cls.make_entitlement("Paying", method="group", group_ids=cls.other_group.ids)
        cls.by_hand = cls.make_entitlement("Door key")

    @classmethod
    def make_entitlement(cls, name, user=None, **values):
        """An entitlement made by the access manager."""
        return (
            cls.env["service.desk.entitlement"]
            .with_user(user or cls.access_manager)
            .create({"name": name, "owner_id": cls.owner.id, **values})
        )

    @classmethod
    def make_conflict(cls, one, other, severity="refuse"):
        return (
            cls.env["service.desk.entitlement.conflict"]
            .with_user(cls.access_manager)
            .create(
                {
                    "entitlement_id": one.id,
                    "other_id": other.id,
                    "severity": severity,
                    "reason": "Could book and pay alone",
                }
            )
        )

    @classmethod
    def ask(cls, entitlement, user=None, holder=None, **values):
        """Ask for access of the employee through the dialog, as the access manager."""
        wizard = (
            cls.env["service.desk.access.request.wizard"]
            .with_user(user or cls.access_manager)
            .create(
                {
                    "partner_ids": [(6, 0, (holder or cls.employee).partner_id.ids)],
                    "entitlement_ids": [(6, 0, entitlement.ids)],
                    "reason": "Needs it",
                    **values,
                }
            )
        )
        before = cls.env["service.desk.access"].search([])
        wizard.action_confirm()
        return (cls.env["service.desk.access"].search([]) - before).with_user(user or cls.access_manager)

    def approve(self, access, user=None):
        """The owner, or somebody else who is asked, agrees."""
        self.waiting(access).with_user(user or self.owner).action_approve("Fine")

    def refuse(self, access, user=None):
        """The owner, or somebody else who is asked, says no."""
        self.waiting(access).with_user(user or self.owner).action_refuse("Not needed")

    def waiting(self, access):
        """The approval that waits for a decision about this record."""
        return access.sudo().approval_ids.filtered(lambda approval: approval.state == "pending")

    def kinds(self, access):
        return access.sudo().evidence_ids.mapped("kind")

    def in_days(self, days):
        return self.env.cr.now().replace(microsecond=0) + timedelta(days=days)

    def run_job(self):
        """The job that ends and begins access, as the scheduler runs it."""
        with self.enter_registry_test_mode():
            self.env.ref("service_desk.cron_access_time").method_direct_trigger()
        self.env.invalidate_all()

    def move_end(self, access, days):
        """Let time pass for one record."""
        access.sudo().write({"date_end": self.in_days(days)})
