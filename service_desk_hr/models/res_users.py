from odoo import api, models
from odoo.tools import SQL


class ResUsers(models.Model):
    """Logins and journeys: one that appears lets them go on, and who leads people sees theirs."""

    _inherit = "res.users"

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        self.env["service.desk.journey"]._on_logins(users.filtered("active"))
        return users

    def write(self, vals):
        opened = self.filtered(lambda user: not user.active) if vals.get("active") else self.browse()
        result = super().write(vals)
        if opened:
            self.env["service.desk.journey"]._on_logins(opened)
        return result

    # -- Whom somebody leads ----------------------------------------------------------------------

    def _service_desk_below(self):
        """Who stands below this user: ids of employees, the own ones among them, and of departments.

        An employee who left keeps their place, and so do those below them. Chains that bite their
        own tail end where they began.
        """
        self.ensure_one()
        self.env["hr.employee"].flush_model(["parent_id", "user_id"])
        self.env["hr.department"].flush_model(["parent_path", "manager_id"])
        # sudo is not asked for: only ids leave this method, and each reader knows where they stand.
        people = self.env.execute_query(
            SQL(
                """
                WITH RECURSIVE below AS (
                    SELECT id FROM hr_employee WHERE user_id = %(user)s
                    UNION
                    SELECT employee.id FROM hr_employee employee JOIN below ON employee.parent_id = below.id
                )
                SELECT id FROM below
                """,
                user=self.id,
            )
        )
        departments = (
            self.env.execute_query(
                SQL(
                    """
                SELECT below.id
                  FROM hr_department own
                  JOIN hr_employee manager ON manager.id = own.manager_id AND manager.user_id = %(user)s
                  JOIN hr_department below ON below.parent_path LIKE own.parent_path || '%%'
                """,
                    user=self.id,
                )
            )
            if people
            else []
        )
        return [row[0] for row in people], [row[0] for row in departments]

    def _service_desk_leads(self):
        """Whether somebody stands below this user."""
        self.ensure_one()
        # sudo: only whether there is anybody.
        mine = [("user_id", "=", self.id)]
        people, departments = self.env["hr.employee"].sudo(), self.env["hr.department"].sudo()
        return bool(
            people.search_count([("parent_id", "any", mine)], limit=1)
            or departments.search_count([("manager_id", "any", mine)], limit=1)
        )
