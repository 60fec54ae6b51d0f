from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import email_normalize


class ServiceDeskApprovalDelegation(models.Model):
    """What people do on the portal about who stands in for them, and for those whom they lead.

    They have no rights on the table: each method here acts for the person who is logged in, on
    their own rows and on those of their people alone.
    """

    _inherit = "service.desk.approval.delegation"

    @api.model
    def _portal_people(self):
        """For whom the person may arrange it besides themself, with superuser rights; in the core nobody."""
        return self.env["res.users"].sudo()

    @api.model
    def _portal_suggestions(self):
        """Colleagues who come to mind as stand-ins, with superuser rights; in the core nobody."""
        return self.env["res.users"].sudo()

    @api.model
    def _portal_mine(self):
        """Rows that the person may end: their own, and those of their people."""
        return Domain("user_id", "in", (self.env.user | self._portal_people()).ids)

    @api.model
    def _portal_values(self):
        """Who stands in for the person and their people, and for whom the person stands in, from today on."""
        me, today = self.env.user, fields.Date.context_today(self)
        mine = self._portal_mine() | Domain("delegate_id", "=", me.id)
        # sudo: people may not read the table; these rows are theirs.
        rows = self.sudo().search(mine & Domain("date_to", ">=", today), order="date_from, id")
        ended_by_me = rows.filtered_domain(self._portal_mine())
        return [
            {
                "id": row.id,
                "is_mine": row.user_id == me,
                "is_theirs": row.user_id != me and row.delegate_id != me,
                "may_end": row in ended_by_me,
                "for": row.user_id.name,
                "name": row.user_id.name if row.delegate_id == me else row.delegate_id.name,
                "date_from": row.date_from,
                "date_to": row.date_to,
                "is_current": row.is_current,
            }
            for row in rows
        ]

    @api.model
    def _portal_delegate(self, address, date_from, date_to, absent_id=None, reason=""):
        """Let a colleague decide for the person who is logged in, or for one of their people.

        :param str address: the colleague's mail address or login
        :param absent_id: id of the user who is away, or its text; without it the person themself
        :param str reason: why; asked for when it is somebody else
        :raise UserError: when there is no such colleague, or the days make no sense
        """
        absent = self._portal_absent(absent_id)
        today = fields.Date.context_today(self)
        first, last = self._portal_date(date_from), self._portal_date(date_to)
        if last < first or last < today:
            raise UserError(self.env._("The last day cannot come before the first, or be over."))
        is_other = absent != self.env.user
        if is_other and not (reason or "").strip():
            raise UserError(self.env._("Say why somebody else decides for %s.", absent.name))
        delegate = self._portal_colleague(address, absent)
        # sudo: see _portal_values; only for themselves and those whom they lead.
        return self.sudo().create(
            {
                "user_id": absent.id,
                "delegate_id": delegate.id,
                "date_from": max(first, today),
                "date_to": last,
                "reason": (reason or "").strip() or False,
                "arranged_by_id": is_other and self.env.uid,
            }
        )

    def _portal_absent(self, absent_id):
        """Who is away: the person, or one of those for whom they may arrange it."""
        if not absent_id:
            return self.env.user
        found = self._portal_people().filtered(lambda user: str(user.id) == str(absent_id))
        if not found and str(absent_id) != str(self.env.uid):
            raise UserError(self.env._("Choose one of your people, or yourself."))
        return found or self.env.user

    def _portal_date(self, value):
        try:
            return fields.Date.from_string(value) or self._portal_date("x")
        except ValueError:
            raise UserError(self.env._("Say from which day until which day.")) from None

    @api.model
    def _portal_colleague(self, address, absent):
        """Who has this address among those who may stand in for somebody.

        The answer is the same for who does not exist and who belongs to somebody else.
        """
        address = (address or "").strip()
        # sudo: customers may not read each other; only exact addresses of colleagues are found.
        users = self.env["res.users"].sudo()
        known = Domain("login", "=ilike", self._as_pattern(address))
        if mail := email_normalize(address):
            known |= Domain("partner_id.email_normalized", "=", mail)
        found = users.search(known) if address else users
        found = (found - absent).filtered(lambda user: self._belong_together(absent.sudo(), user))
        if not found:
            raise UserError(self.env._("We found no colleague with this address who could decide in this place."))
        return found[0]

    @staticmethod
    def _as_pattern(text):
        """Text in which what LIKE takes for wildcards is letters."""
        return text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")

    @api.model
    def _portal_end(self, delegation_id):
        """Let a delegation of one's own, or of one's people, end now; what was decided by it stands.

        :return: whether there was one
        """
        # sudo: see _portal_values
        mine = self.sudo().search(Domain("id", "=", delegation_id) & self._portal_mine())
        yesterday = fields.Date.context_today(self) - timedelta(days=1)
        if mine.date_from and mine.date_from <= yesterday:
            mine.date_to = yesterday
        else:
            mine.unlink()
        return bool(mine)
