from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import split_every

from .service_desk_access_data import LIVE_STATES, REAL_STATES

UNRECORDED, MISSING = "unrecorded", "missing"
DRIFT_KINDS = [
    (UNRECORDED, "Has It without a Record"),
    (MISSING, "On Record, but Not in the System"),
]

#: Entitlements that are not given any more are compared too: somebody may still have them.
_ANY = [("active", "in", [True, False])]


class ServiceDeskAccessDrift(models.Model):
    """Where the register and a target system differ.

    Found anew by each comparison; what no longer differs disappears, and what was done about it
    stays as evidence of the access.
    """

    _name = "service.desk.access.drift"
    _description = "Difference from the Target System"
    _order = "date desc, id desc"
    _rec_name = "partner_id"

    entitlement_id = fields.Many2one("service.desk.entitlement", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="entitlement_id.company_id", store=True, index=True)
    partner_id = fields.Many2one("res.partner", string="Person", required=True, index=True, ondelete="cascade")
    access_id = fields.Many2one("service.desk.access", ondelete="cascade", index="btree_not_null")
    access_state = fields.Selection(related="access_id.state", string="Access Is")
    kind = fields.Selection(DRIFT_KINDS, required=True)
    date = fields.Datetime(string="Found", required=True)

    _once_uniq = models.UniqueIndex("(entitlement_id, partner_id, kind)")

    # -- Finding it --------------------------------------------------------------------------

    @api.model
    def _cron_compare(self):
        """Compare all entitlements whose method knows who is really there."""
        cron = self.env["ir.cron"]
        entitlements = self.env["service.desk.entitlement"].search(_ANY)
        cron._commit_progress(remaining=len(entitlements))
        for ids in split_every(20, entitlements.ids):
            self._compare(entitlements.browse(ids))
            if not cron._commit_progress(len(ids)):
                break

    @api.model
    def _compare(self, entitlements):
        """Write down how the register differs from each system now."""
        for entitlement in entitlements:
            members = entitlement._provisioning()._members(entitlement)
            if members is not None:
                self._compare_one(entitlement, members)

    @api.model
    def _compare_one(self, entitlement, members):
        live = self.env["service.desk.access"].search(
            [("entitlement_id", "=", entitlement.id), ("state", "in", LIVE_STATES)]
        )
        held = live.filtered(lambda access: access.state in REAL_STATES)
        asked = {access.partner_id: access for access in live - held}
        active = held.filtered(lambda access: access.state == "active")
        by_partner = {access.partner_id: access for access in active}
        wanted = {
            **{(partner, UNRECORDED): asked.get(partner, held.browse()) for partner in members - held.partner_id},
            **{(partner, MISSING): access for partner, access in by_partner.items() if partner not in members},
        }
        known = {(row.partner_id, row.kind): row for row in self.search([("entitlement_id", "=", entitlement.id)])}
        self.browse(row.id for key, row in known.items() if key not in wanted).unlink()
        now = self.env.cr.now().replace(microsecond=0)
        self.create(
            [
                {
                    "entitlement_id": entitlement.id,
                    "partner_id": partner.id,
                    "kind": kind,
                    "access_id": access.id,
                    "date": now,
                }
                for (partner, kind), access in wanted.items()
                if (partner, kind) not in known
            ]
        )

    @api.model
    def action_compare_now(self):
        """Compare what the user may see, and show the differences."""
        if not self.env.user.has_group("service_desk.group_access_manager"):
            raise AccessError(self.env._("This is for access managers."))
        entitlements = self.env["service.desk.entitlement"].search(_ANY)
        # sudo: comparing reads groups and writes rows that nobody else may write.
        self.sudo()._compare(entitlements.sudo())
        return self.env["ir.actions.actions"]._for_xml_id("service_desk.service_desk_access_drift_list_action")

    # -- Verbs -------------------------------------------------------------------------------

    def action_take_on_record(self, reason=None):
        """It is right that they have it: put it on record.

        Who holds what it hands out answers for it alone. Anybody else asks those who must agree to
        it; until they do the difference stays.
        """
        rows = self._for_manager(UNRECORDED)
        for row in rows:
            if self.env.user.partner_id in row.partner_id._same_person():
                raise AccessError(self.env._("Let somebody else put your own access on record."))
        answered = rows.filtered(lambda row: row._may_answer())
        for row in answered:
            row._record(reason or "")
        for row in rows - answered:
            row._ask_to_record(reason or "")
        action = (rows - answered)._notice_asked()
        answered.unlink()
        return action

    def _may_answer(self):
        """Whether the current user may decide about what it hands out."""
        return self.entitlement_id._provisioning()._may_hand_out(self.entitlement_id, self.env.user)

    def _found_access(self, reason, state):
        """The record of what was found, as if it had just been asked for."""
        values = {
            "requested_by_id": self.env.user.partner_id.id,
            "reason_given": reason,
            "state": state,
            "is_found": True,
        }
        model = self.env["service.desk.access"].sudo()
        accesses = model._create_requested([(self.partner_id, self.entitlement_id, values)])
        accesses._refuse_conflicts()
        accesses._log("drift", self.env._("Was found in the system without a record."))
        return accesses

    def _record(self, reason):
        accesses = self._found_access(reason, "granting")
        if accesses._settle_conflicts() != accesses:
            raise UserError(self.env._("It conflicts with what %s has.", self.partner_id.name))
        accesses._recorded(self.entitlement_id._provisioning(), reason)

    def _ask_to_record(self, reason):
        self.access_id = self._found_access(reason, "approval")
        self.access_id._ask_approval()

    def _notice_asked(self):
        """Say who is asked, so that nobody wonders why a row is still there."""
        names = ", ".join(dict.fromkeys(filter(None, self.access_id.mapped("approval_waits_for"))))
        if not names:
            return True
        text = self.env._(
            "You do not hold what it hands out, so others must agree: %s. Until then it stays here.", names
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "info", "message": text, "next": {"type": "ir.actions.act_window_close"}},
        }

    def action_remove(self):
        """They should not have it: take it away in the system.

        By whoever holds what it hands out, or after those who must agree have said no.
        """
        rows = self._for_manager(UNRECORDED)
        for row in rows.filtered(lambda row: row.access_state != "refused" and not row._may_answer()):
            raise AccessError(
                self.env._(
                    "You do not hold what “%s” hands out. Take it on record: those who must agree are"
                    " asked, and if they say no you can remove it.",
                    row.entitlement_id.name,
                )
            )
        waiting = rows.access_id.filtered(lambda access: access.state in ("requested", "approval"))
        waiting._cancel(self.env._("Was removed from the system."))
        for entitlement, theirs in rows.grouped("entitlement_id").items():
            entitlement._provisioning()._remove(entitlement, theirs.partner_id)
            names = ", ".join(theirs.partner_id.mapped("name"))
            entitlement._message_log(
                body=self.env._(
                    "Removed by %(user)s, who had it without a record: %(names)s", user=self.env.user.name, names=names
                )
            )
        rows.unlink()
        return True

    def action_grant_again(self):
        """They should have it: put it back into the system."""
        rows = self._for_manager(MISSING)
        rows.access_id._log("drift", self.env._("The system had lost it."))
        rows.access_id._grant_again()
        rows.unlink()
        return True

    def action_revoke(self):
        """They should not have it any more: end the record as well."""
        rows = self._for_manager(MISSING)
        rows.access_id._log("drift", self.env._("The system did not have it."))
        rows.access_id._order_revoke(self.env._("Was not in the system any more."))
        rows.unlink()
        return True

    def _for_manager(self, kind):
        """These rows for an access manager; only those the verb is for.

        :raise AccessError: for everybody else
        """
        self.check_access("read")
        if not self.env.user.has_group("service_desk.group_access_manager"):
            raise AccessError(self.env._("This is for access managers."))
        # sudo: rows and access are written by the desk alone; who asks was checked.
        rows = self.sudo().filtered(lambda row: row.kind == kind)
        if not rows:
            raise UserError(self.env._("There is nothing to do here."))
        rows.lock_for_update()
        return rows
