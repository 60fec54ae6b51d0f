from secrets import token_hex

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .service_desk_event_data import KEY_SCOPE

#: Of Odoo's keys so many characters find the row.
KEY_HEAD = 8


class ServiceDeskEventKeyMixin(models.AbstractModel):
    """The user of a source of events, and the one key that it has.

    The user has neither a password nor any group, and the key a scope of its own: it opens the intake
    of events and nothing else. The host has a name, a company, and may be archived.
    """

    _name = "service.desk.event.key.mixin"
    _description = "Keys of Sources"

    user_id = fields.Many2one("res.users", readonly=True, copy=False, index=True, ondelete="restrict")
    has_key = fields.Boolean(compute="_compute_has_key")

    def _compute_has_key(self):
        # sudo: only whether there is one.
        keys = self.env["res.users.apikeys"].sudo()
        users = keys.search([("user_id", "in", self.sudo().user_id.ids), ("scope", "=", KEY_SCOPE)]).user_id
        for source in self:
            source.has_key = source.sudo().user_id in users

    # -- The user ----------------------------------------------------------------------------------

    @api.model
    def _check_user(self, vals):
        """:raise AccessError: when somebody would make another user the one of a source, to archive or rename it"""
        if "user_id" in vals and not self.env.su:
            raise AccessError(self.env._("The user of a source is made by the desk."))

    def _make_user(self):
        # By the desk and not only with its rights: a password that somebody stored as their default is not its.
        # Without the client's context: that would name somebody else's contact, to be renamed and taken over.
        desk = self.env(user=SUPERUSER_ID, context={"no_reset_password": True, "mail_create_nolog": True})
        # sudo: the user of a source is the desk's own; it has no group and no password.
        self.sudo().user_id = desk["res.users"].create(
            {
                "name": self.name,
                "login": f"service-desk-events-{token_hex(8)}",
                "company_id": self.company_id.id,
                "company_ids": [(6, 0, self.company_id.ids)],
                "group_ids": [(5, 0, 0)],
                "tz": self.env.user.tz,
            }
        )

    def _follow_user(self, vals):
        """Let the users of these sources go along with them."""
        # sudo: see _make_user
        users = self.sudo().with_context(active_test=False).user_id
        if "active" in vals:
            users.active = bool(vals["active"])
        if "company_id" in vals:
            users.write({"company_ids": [(6, 0, [vals["company_id"]])], "company_id": vals["company_id"]})
        if "name" in vals:
            users.write({"name": vals["name"]})

    # -- The key -----------------------------------------------------------------------------------

    def action_new_key(self):
        """Make a key and show it, this one time. Any older one ends."""
        self.ensure_one()
        self.check_access("write")
        if not self.active:
            raise UserError(self.env._("This source is archived: nothing would be let in."))
        self._drop_keys()
        # sudo: who keeps the source may make its key; the key is its user's.
        keys = self.env["res.users.apikeys"].with_user(self.sudo().user_id).sudo()
        key = keys._generate(KEY_SCOPE, f"Monitoring: {self.name}", None)
        return {
            "type": "ir.actions.act_window",
            "res_model": "service.desk.event.key.wizard",
            "name": self.env._("Key of %s", self.name),
            "views": [(self.env.ref("service_desk_cmdb.service_desk_event_source_key_view_form").id, "form")],
            "target": "new",
            "context": {"default_key": key},
        }

    def action_drop_key(self):
        """End the key: what comes with it from now on is refused."""
        self.check_access("write")
        self._drop_keys()
        return True

    def _drop_keys(self):
        # sudo: see action_new_key
        keys = self.env["res.users.apikeys"].sudo()
        keys.search([("user_id", "in", self.sudo().with_context(active_test=False).user_id.ids)]).unlink()

    @api.model
    def _of_key(self, key):
        """The source whose key this is, with superuser rights; none for every other key.

        A key without a scope opens all of Odoo for its owner, and is none of a source. It is looked
        for first, so that a wrong key costs one query and no arithmetic.
        """
        nobody = self.with_user(SUPERUSER_ID).browse()
        if not key or not key.isascii() or len(key) > 200:
            return nobody
        rows = self.env.execute_query(
            SQL(
                "SELECT s.id, s.user_id FROM res_users_apikeys k JOIN service_desk_event_source s USING (user_id)"
                " WHERE k.index = %s AND k.scope = %s AND s.active",
                key[:KEY_HEAD],
                KEY_SCOPE,
            )
        )
        if not rows:
            return nobody
        uid = self.env["res.users.apikeys"]._check_credentials(scope=KEY_SCOPE, key=key)
        return nobody.browse([source_id for source_id, user_id in rows if user_id == uid])
