"""A policy, approvers and requests that wait for them."""

from .common import ServiceDeskCase


class ApprovalCase(ServiceDeskCase):
    """Three approvers, an employee who asks, and whatever policy a test wants."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Those of the demo data are managers too; who is asked in the end must be known.
        roles = cls.env.ref("service_desk.group_manager") | cls.env.ref("service_desk.group_admin")
        others = roles.all_user_ids - cls.manager - cls.admin_user - cls.env.ref("base.user_root")
        for role in roles:
            role.user_ids -= others
        cls.ann = cls.make_user("test_ann", "base.group_user")
        cls.bob = cls.make_user("test_bob", "base.group_user")
        cls.cid = cls.make_user("test_cid", "base.group_portal")

    @classmethod
    def make_policy(cls, *steps, **values):
        """A policy; each step is its values, ``users`` among them."""
        step_vals = [
            {
                "name": f"Step {place}",
                "sequence": place,
                **{name: value for name, value in step.items() if name != "users"},
                **({"user_ids": [(6, 0, step["users"].ids)]} if "users" in step else {}),
            }
            for place, step in enumerate(steps, start=1)
        ]
        return cls.env["service.desk.approval.policy"].create(
            {"name": "Test", **values, "step_ids": [(0, 0, vals) for vals in step_vals]}
        )

    @classmethod
    def make_waiting(cls, policy, **values):
        """A request of the employee that waits for approval by a policy."""
        request = cls.make_request(approval_policy_id=policy.id, **values)
        request._start_approval()
        request.sudo().state = "approval"
        return request

    def steps(self, request):
        """The approvals of the last round, in order."""
        approvals = request.sudo().approval_ids
        last = max(approvals.mapped("round"), default=0)
        return approvals.filtered(lambda one: one.round == last).sorted("sequence")

    def approve(self, approval, user, comment=None):
        return approval.with_user(user).action_approve(comment)

    def refuse(self, approval, user, reason="Too dear."):
        return approval.with_user(user).action_refuse(reason)
