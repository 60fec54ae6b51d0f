from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from .. import attribute_rules
from ..reconcile.cells import Cells
from .service_desk_ci_audit_data import AUDITED, DATE_AUDITED, PLACEHOLDERS
from .service_desk_ci_data import CONFIGURATION_MANAGER, GONE_STATES, LIVE_STATES
from .service_desk_ci_source_data import COLUMNS


class ServiceDeskCiAuditMixin(models.AbstractModel):
    """Looks over everything once a day: what is stale, alone, twice, nobody's, or incomplete."""

    _name = "service.desk.ci.audit.mixin"
    _description = "Audit of Configuration Items"

    finding_ids = fields.One2many("service.desk.ci.finding", "ci_id", string="Findings", readonly=True)
    finding_count = fields.Integer(string="Open Findings", compute="_compute_finding_count")

    def _compute_finding_count(self):
        groups = self.env["service.desk.ci.finding"]._read_group(
            [("ci_id", "in", self.ids), ("state", "=", "open")], ["ci_id"], ["__count"]
        )
        counts = {item.id: count for item, count in groups}
        for item in self:
            item.finding_count = counts.get(item._origin.id, 0)

    def action_open_findings(self):
        """Show what was found about these items."""
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id("service_desk_cmdb.service_desk_ci_finding_action")
        return {**action, "domain": [("ci_id", "in", self.ids)]}

    # -- The job ---------------------------------------------------------------------------------

    @api.model
    def _cron_audit(self):
        """Look for everything that can be found without a source; called by a job once a day."""
        findings = self.env["service.desk.ci.finding"].sudo()
        self.env.flush_all()
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(AUDITED))
        for kind in AUDITED:
            findings._record(kind, getattr(self.sudo(), f"_audit_{kind}")())
            cron._commit_progress(1)
        # sudo: written down by the job alone.
        self.env["ir.config_parameter"].sudo().set_param(DATE_AUDITED, fields.Datetime.to_string(self._now()))

    @api.model
    def action_audit(self):
        """Look now; the button of those who cannot wait for tomorrow.

        :raise AccessError: for those who keep no items
        """
        if not self.env.su and not self.env.user.has_group(CONFIGURATION_MANAGER):
            raise AccessError(self.env._("Configuration managers run the audit."))
        self.env.ref("service_desk_cmdb.cron_audit").sudo()._trigger()  # sudo: only says that the job is due
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "info", "message": self.env._("The audit runs; look again in a minute.")},
        }

    # -- What it looks for ------------------------------------------------------------------------

    @api.model
    def _audit_stale(self):
        """What should have been seen by a source and was not for longer than its class allows."""
        days = {}
        for kind in self.env["service.desk.ci.class"].with_context(active_test=False).search(Domain.TRUE):
            own = next((one.stale_days for one in reversed(kind._lineage()) if one.stale_days), 0)
            if own:
                days[kind.id] = own
        if not days:
            return {}
        rows = self.env.execute_query(
            SQL(
                """
                SELECT item.id, COALESCE(item.date_seen, item.create_date)::date
                  FROM service_desk_ci item
                  JOIN unnest(%s, %s) AS allowed(class_id, days) USING (class_id)
                 WHERE item.state IN %s
                   AND COALESCE(item.date_seen, item.create_date) < %s - allowed.days * INTERVAL '1 day'
                """,
                list(days),
                list(days.values()),
                LIVE_STATES,
                self._now(),
            )
        )
        return {(item, "-"): {"detail": self.env._("Last seen on %s", day)} for item, day in rows}

    @api.model
    def _audit_orphan(self):
        """What runs, and neither relies on anything nor serves anything that is not gone, where its class should."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT item.id
                  FROM service_desk_ci item
                  JOIN service_desk_ci_class kind ON kind.id = item.class_id AND kind.needs_relation
                 WHERE item.state IN %s
                   AND NOT EXISTS (SELECT FROM service_desk_ci_relation r
                                     JOIN service_desk_ci other ON other.id = r.target_id
                                    WHERE r.source_id = item.id AND other.state NOT IN %s)
                   AND NOT EXISTS (SELECT FROM service_desk_ci_relation r
                                     JOIN service_desk_ci other ON other.id = r.source_id
                                    WHERE r.target_id = item.id AND other.state NOT IN %s)
                   AND NOT EXISTS (SELECT FROM service_desk_ci_service_rel r
                                     JOIN service_desk_service service ON service.id = r.service_id AND service.active
                                    WHERE r.ci_id = item.id)
                """,
                LIVE_STATES,
                GONE_STATES,
                GONE_STATES,
            )
        )
        return {(item, "-"): {} for (item,) in rows}

    @api.model
    def _audit_duplicate(self):
        """Things of one class with the same serial number; placeholders are none."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT array_agg(id ORDER BY id), array_agg(number ORDER BY id), lower(trim(serial_number))
                  FROM service_desk_ci
                 WHERE serial_number IS NOT NULL AND state NOT IN %s
                   AND lower(trim(serial_number)) != ALL(%s)
                   AND trim(serial_number) !~ %s
                 GROUP BY class_id, company_id, lower(trim(serial_number)) HAVING count(*) > 1
                """,
                GONE_STATES,
                list(PLACEHOLDERS),
                r"^(.)\1*$",
            )
        )
        found = {}
        for ids, numbers, serial in rows:
            for item in ids:
                others = ", ".join(number for one, number in zip(ids, numbers, strict=True) if one != item)
                found[item, serial] = {"detail": self.env._("Same serial number as %s", others)[:500]}
        return found

    @api.model
    def _audit_no_owner(self):
        rows = self.env.execute_query(
            SQL(
                "SELECT item.id FROM service_desk_ci item"
                "  JOIN service_desk_ci_class kind ON kind.id = item.class_id AND kind.needs_owner"
                "  LEFT JOIN res_users owner ON owner.id = item.owner_id AND owner.active"
                " WHERE item.state IN %s AND owner.id IS NULL",
                LIVE_STATES,
            )
        )
        return {(item, "-"): {} for (item,) in rows}

    @api.model
    def _audit_incomplete(self):
        """What lacks an attribute that its class requires by now."""
        found = {}
        for kind in self.env["service.desk.ci.class"].with_context(active_test=False).search(Domain.TRUE):
            names = {one.code: one.name for one in kind._attributes() if one.is_required}
            for item, codes in self._lacking(kind) if names else ():
                found[item, "-"] = {"detail": self.env._("Lacks: %s", ", ".join(names[code] for code in codes))}
        return found

    @api.model
    def _lacking(self, kind):
        """What is in use of one class and lacks something that it requires: (id, codes); no is a value, as is zero."""
        required = [one for one in kind._attributes() if one.is_required]
        return self.env.execute_query(
            SQL(
                """
                SELECT item.id, array_agg(code ORDER BY place)
                  FROM service_desk_ci item, unnest(%s, %s) WITH ORDINALITY AS required(code, is_yes_or_no, place)
                 WHERE item.class_id = %s AND item.state IN %s
                   AND (COALESCE(item.attributes -> code, 'null') IN ('null', '""')
                        OR (item.attributes -> code = 'false' AND NOT is_yes_or_no))
                 GROUP BY item.id
                """,
                [one.code for one in required],
                [one.kind == attribute_rules.BOOLEAN for one in required],
                kind.id,
                LIVE_STATES,
            )
        )

    # -- Taken over --------------------------------------------------------------------------------

    def _take_value(self, name, value):
        """Write down a value that was found, as it would have been read from a sheet.

        :param str name: a column that sources find, or the code of an attribute
        :raise UserError: when it does not mean anything here
        """
        self.ensure_one()
        if name not in COLUMNS:
            return self.write({"attributes": {name: value}})
        cells = Cells(self.env, self.company_id or self.env.company)
        cells.look_up([{name: value}])
        try:
            return self.write({name: cells.meaning(name, value or "", self.class_id)})
        except ValueError as error:
            raise UserError(str(error)) from None
