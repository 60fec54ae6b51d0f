from odoo import api, models
from odoo.fields import Domain
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

    def _service_desk_led(self):
        """The logins of those below this user in the chart, with superuser rights; not the own one."""
        self.ensure_one()
        people, departments = self._service_desk_below()
        # sudo: who has a login is no secret among colleagues.
        employees = self.env["hr.employee"].sudo()
        below = Domain("id", "in", people) | Domain("department_id", "in", departments)
        return employees.search(below & Domain("user_id", "!=", False)).user_id.filtered("active") - self

    # -- Approvals -------------------------------------------------------------------------------

    def _service_desk_stand_ins(self):
        """Who comes to mind to stand in for this user: their manager, colleagues below the same one, and
        their own reports; with superuser rights."""
        # sudo: colleagues know of each other where they stand.
        own = self.sudo().employee_ids
        near = own.parent_id | own.parent_id.child_ids | own.child_ids
        return near.user_id.filtered("active") - self.sudo()

    def _service_desk_left(self):
        """Those of these users who worked here and do no more: all their employees are archived."""
        # sudo: whether somebody is still here is no secret.
        people = self.sudo().with_context(active_test=False)
        return people.filtered(lambda user: user.employee_ids and not any(user.employee_ids.mapped("active")))

    @api.model
    @api.readonly
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Who is to stand in for somebody: those around them in the chart come first.

        The form puts the id of who is away into the context.
        """
        away = self.env.context.get("service_desk_stands_in_for")
        if type(away) is not int or not 0 < away < 2**31:
            return super().name_search(name, domain, operator, limit)
        near = set(self.browse(away).exists()._service_desk_stand_ins().ids) if self.env.user._is_internal() else set()
        first = super().name_search(name, Domain("id", "in", list(near)) & Domain(domain or []), operator, limit)
        rest = super().name_search(name, Domain("id", "not in", list(near)) & Domain(domain or []), operator, limit)
        return [*first, *rest][:limit]
