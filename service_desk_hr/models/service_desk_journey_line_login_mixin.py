from odoo import models
from odoo.exceptions import UserError


class ServiceDeskJourneyLineLoginMixin(models.AbstractModel):
    """The end of a login: whoever leaves is out at once, by whatever door they came in."""

    _name = "service.desk.journey.line.login.mixin"
    _description = "Logins by Journey Steps"

    def _begin_login(self):
        for line in self:
            line._close_logins()

    def _close_logins(self):
        """End the sessions of the person, delete their keys, archive their logins; and write down how many.

        :raise UserError: for a login without which nobody could administer the system
        """
        journey = self.journey_id
        users = journey._logins()
        self._check_may_close(users)
        sessions = self.env["res.device"].sudo().search([("user_id", "in", users.ids)])
        keys = self.env["res.users.apikeys"].sudo().search([("user_id", "in", users.ids)])
        counts = {
            "sessions": len(set(sessions.mapped("session_identifier"))),
            "keys": len(keys),
            "logins": ", ".join(users.mapped("login")),
        }
        users.action_archive()
        sessions._revoke()
        keys.unlink()
        words = self.env._("No login was open.")
        if users:
            words = self.env._(
                "Login closed: %(logins)s; sessions ended: %(sessions)s; keys deleted: %(keys)s.", **counts
            )
        self.write({"date_done": self.date_begun, "note": words})
        journey._note("blocked", words)

    def _check_may_close(self, users):
        administrators = self.env.ref("base.group_system").all_user_ids.filtered("active")
        if any(user._is_superuser() for user in users) or (administrators and administrators <= users):
            raise UserError(
                self.env._("Nobody could administer the system any more. Name another administrator first.")
            )
        if self.env.user in users and not self.env.user._is_superuser():
            raise UserError(self.env._("Let a colleague close your own login."))
