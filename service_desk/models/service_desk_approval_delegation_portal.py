from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import email_normalize


class ServiceDeskApprovalDelegation(models.Model):
    """What people do on the portal about who stands in for them.

    They have no rights on the table: each method here acts for the person who is logged in, on
    their own rows alone.
    """

    _inherit = "service.desk.approval.delegation"

    @api.model
    def _portal_values(self):
        """Who stands in for the person, and for whom the person stands in, from today on."""
        me, today = self.env.user, fields.Date.context_today(self)
        # sudo: people may not read the table; these rows are theirs.
        rows = self.sudo().search(
            (Domain("user_id", "=", me.id) | Domain("delegate_id", "=", me.id)) & Domain("date_to", ">=", today),
            order="date_from, id",
        )
        return [
            {
                "id": row.id,
                "is_mine": row.user_id == me,
                "name": row.delegate_id.name if row.user_id == me else row.user_id.name,
                "date_from": row.date_from,
                "date_to": row.date_to,
                "is_current": row.is_current,
            }
            for row in rows
        ]

    @api.model
    def _portal_delegate(self, address, date_from, date_to):
        """Let a colleague decide for the person who is logged in.

        :param str address: the colleague's mail address or login
        :raise UserError: when there is no such colleague, or the days make no sense
        """
        today = fields.Date.context_today(self)
        first, last = self._portal_date(date_from), self._portal_date(date_to)
        if last < first or last < today:
            raise UserError(self.env._("The last day cannot come before the first, or be over."))
        delegate = self._portal_colleague(address)
        # sudo: see _portal_values; only for themselves.
        return self.sudo().create(
            {
                "user_id": self.env.uid,
                "delegate_id": delegate.id,
                "date_from": max(first, today),
                "date_to": last,
            }
        )

    def _portal_date(self, value):
        try:
            return fields.Date.from_string(value) or self._portal_date("x")
        except ValueError:
            raise UserError(self.env._("Say from which day until which day.")) from None

    @api.model
    def _portal_colleague(self, address):
        """Who has this address among those who may stand in for the person.

        The answer is the same for who does not exist and who belongs to somebody else.
        """
        address = (address or "").strip()
        me = self.env.user
        # sudo: customers may not read each other; only exact addresses of colleagues are found.
        users = self.env["res.users"].sudo()
        known = Domain("login", "=ilike", self._as_pattern(address))
        if mail := email_normalize(address):
            known |= Domain("partner_id.email_normalized", "=", mail)
        found = users.search(known) if address else users
        found = (found - me).filtered(lambda user: self._belong_together(me.sudo(), user))
        if not found:
            raise UserError(self.env._("We found no colleague with this address who could decide for you."))
        return found[0]

    @staticmethod
    def _as_pattern(text):
        """Text in which what LIKE takes for wildcards is letters."""
        return text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")

    @api.model
    def _portal_end(self, delegation_id):
        """Let a delegation of one's own end now; what was decided by it stands.

        :return: whether there was one
        """
        # sudo: see _portal_values
        mine = self.sudo().search(Domain("id", "=", delegation_id) & Domain("user_id", "=", self.env.uid))
        yesterday = fields.Date.context_today(self) - timedelta(days=1)
        if mine.date_from and mine.date_from <= yesterday:
            mine.date_to = yesterday
        else:
            mine.unlink()
        return bool(mine)
