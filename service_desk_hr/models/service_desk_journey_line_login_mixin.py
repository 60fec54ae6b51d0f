from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class ServiceDeskJourneyLineLoginMixin(models.AbstractModel):
    """The end of a login: whoever leaves is out at once, by whatever door they came in."""

    _name = "service.desk.journey.line.login.mixin"
    _description = "Logins by Journey Steps"

    closed_user_ids = fields.Many2many(
        "res.users",
        "service_desk_journey_line_closed_login_rel",
        "line_id",
        "user_id",
        string="Closed Logins",
        readonly=True,
        context={"active_test": False},
        groups="base.group_erp_manager",
    )

    def _begin_login(self):
        for line in self:
            users = line.journey_id._logins()
            words = line._shut_logins(users)
            line.write({"date_done": line.date_begun, "note": words, "closed_user_ids": [Command.set(users.ids)]})

    def _shut_logins(self, users):
        """End the sessions of these logins, delete their keys, archive them.

        Not by Odoo's action that archives users: it deletes what they had planned, which somebody
        else is to take over, or they themselves when they are back.

        :return: a sentence about how many it was
        :raise UserError: for a login without which nobody could administer the system
        """
        self._check_may_close(users)
        sessions = self.env["res.device"].sudo().search([("user_id", "in", users.ids)])
        keys = self.env["res.users.apikeys"].sudo().search([("user_id", "in", users.ids)])
        counts = {
            "sessions": len(set(sessions.mapped("session_identifier"))),
            "keys": len(keys),
            "logins": ", ".join(users.mapped("login")),
        }
        users.write({"active": False})
        sessions._revoke()
        keys.unlink()
        words = self.env._("No login was open.")
        if users:
            words = self.env._(
                "Login closed: %(logins)s; sessions ended: %(sessions)s; keys deleted: %(keys)s.", **counts
            )
        self.journey_id._note("blocked", words)
        return words

    def _check_may_close(self, users):
        administrators = self.env.ref("base.group_system").all_user_ids.filtered("active")
        if any(user._is_superuser() for user in users) or (administrators and administrators <= users):
            raise UserError(
                self.env._("Nobody could administer the system any more. Name another administrator first.")
            )
        company = self.journey_id.company_id
        foreign = users.filtered(lambda user: not user.share and company not in user.company_ids)
        if foreign:
            raise UserError(self.env._("The login %s belongs to somebody else.", foreign[0].login))
        if self.env.user in users and not self.env.user._is_superuser():
            raise UserError(self.env._("Let a colleague close your own login."))
