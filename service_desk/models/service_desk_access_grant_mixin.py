from odoo import models

from .service_desk_access_data import REAL_STATES


class ServiceDeskAccessGrantMixin(models.AbstractModel):
    """From the decision to the target system and back.

    All of it works on many records at once and is called with superuser rights; who may cause it
    is checked by the verbs.
    """

    _name = "service.desk.access.grant.mixin"
    _description = "Granting and Revoking"

    # -- In ----------------------------------------------------------------------------------

    def _begin_granting(self):
        """Everybody has agreed: let the target systems know, each as soon as its time has come."""
        ready = self._settle_conflicts()
        ready.write({"state": "granting"})
        ready._provision()

    def _provision(self):
        """Start what is due now. What begins later is found by the job."""
        now = self._now()
        due = self.filtered(
            lambda access: (
                access.state == "granting"
                and not access.date_ordered
                and (not access.date_start or access.date_start <= now)
            )
        )
        over = due.filtered(lambda access: access.date_end and access.date_end <= now)
        for access in over:
            access._refuse(self.env._("Its end had come before it was granted."))
        for method, accesses in (due - over).grouped(lambda access: access.entitlement_id.method).items():
            accesses._provision_by(self.env[f"service.desk.provisioning.{method}"].sudo())

    def _provision_by(self, provisioning):
        problems = provisioning._problems(self)
        able = self.filtered(lambda access: access.id not in problems)
        (self - able)._note_failure(problems)
        if not able:
            return
        able.write({"date_ordered": self._now(), "problem": False})
        there = able.filtered(lambda access: access._is_still_there(provisioning))
        there._recorded(provisioning)
        provisioning._grant(able - there)
        if provisioning._is_immediate:
            (able - there)._granted(provisioning._description)

    def _is_still_there(self, provisioning):
        """Whether it was found in the system, and still is in it."""
        members = provisioning._members(self.entitlement_id) if self.is_found else None
        return bool(members) and self.partner_id in members

    def _recorded(self, provisioning, reason=""):
        """The holders have it; from now on there is a record of it."""
        if not self:
            return
        self.write({"state": "active"})
        provisioning._adopt(self)
        self._log("recorded", reason, provisioning._description)

    def _granted(self, method="", detail="", **values):
        """The target system has it."""
        arrived = self.filtered(lambda access: access.state == "granting")
        arrived.write({"state": "active"})
        arrived._log("granted", detail, method, **values)
        arrived._tell_request()

    def _refuse(self, reason):
        """It is not granted, for a reason that the holder may read."""
        self.write({"state": "refused", "is_risk_open": False})
        self._log("refused", reason)
        self._tell_request()

    # -- Out ---------------------------------------------------------------------------------

    def _revoke_now(self, reason):
        """Drop what is not granted yet, take back what is."""
        self.lock_for_update()
        waiting = self.filtered(
            lambda access: (
                access.state in ("requested", "approval") or (access.state == "granting" and not access.date_ordered)
            )
        )
        waiting._cancel(reason)
        (self - waiting)._order_revoke(reason)

    def _cancel(self, reason):
        """It never came to a grant."""
        self._withdraw_rounds(reason)
        self._drop_tasks(reason)
        self.write({"state": "cancelled", "is_risk_open": False, "problem": False})
        self._log("cancelled", reason)
        self._tell_request()

    def _order_revoke(self, reason, kind="revoking"):
        """Take access back: at once where the method can, else it is ordered.

        :param str kind: of the evidence: revoking, or expired
        """
        held = self.filtered(lambda access: access.state in ("granting", "active"))
        if not held:
            return
        held._withdraw_rounds(reason)
        held.write({"state": "revoking", "date_end_asked": False, "problem": False})
        held._log(kind, reason)
        held._deprovision()

    def _deprovision(self):
        for method, accesses in self.grouped(lambda access: access.entitlement_id.method).items():
            provisioning = self.env[f"service.desk.provisioning.{method}"].sudo()
            provisioning._revoke(accesses)
            if provisioning._is_immediate:
                accesses._revoked(provisioning._description)

    def _revoked(self, method="", detail="", **values):
        """The target system does not have it any more."""
        gone = self.filtered(lambda access: access.state == "revoking")
        gone.write({"state": "revoked"})
        gone._log("revoked", detail, method, **values)
        gone._tell_request()

    # -- Again -------------------------------------------------------------------------------

    def _retry(self):
        """Somebody has removed the cause of a failure."""
        self.lock_for_update()
        failed = self.filtered("problem")
        granting = failed.filtered(lambda access: access.state == "granting")
        granting.write({"date_ordered": False, "problem": False})
        granting._provision()
        revoking = failed.filtered(lambda access: access.state == "revoking")
        revoking.write({"problem": False})
        revoking._deprovision()
        regranting = failed.filtered(lambda access: access.state == "active")
        regranting._grant_again()

    def _grant_again(self):
        """The record stands, the target system has lost it: put it back."""
        held = self.filtered(lambda access: access.state in REAL_STATES)
        for method, accesses in held.grouped(lambda access: access.entitlement_id.method).items():
            provisioning = self.env[f"service.desk.provisioning.{method}"].sudo()
            problems = provisioning._problems(accesses)
            able = accesses.filtered(lambda access, problems=problems: access.id not in problems)
            (accesses - able)._note_failure(problems)
            able.write({"problem": False})
            able._log("ordered", self.env._("The system had lost it."))
            provisioning._grant(able)

    # -- Neighbors ---------------------------------------------------------------------------

    def _withdraw_rounds(self, reason):
        """End approvals that are still open on these records."""
        pending = self.filtered(lambda access: access.approval_state == "pending")
        if pending:
            pending._withdraw_approval(reason)

    def _tell_request(self):
        """Let the order know that something has come to an end."""
        for request, accesses in self.filtered("request_id").grouped("request_id").items():
            request._access_settled(accesses)
