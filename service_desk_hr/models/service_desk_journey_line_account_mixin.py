import secrets

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .. import journey_rules
from .service_desk_journey_data import ABSENCE, INTERNAL_LOGIN, LOGIN_GROUPS, LOGIN_INVITATIONS, LOGIN_ORIGINS

#: What proves who somebody is, and is not for whoever comes back: records to delete, texts to empty.
_OLD_KEYS = ("api_key_ids", "auth_passkey_key_ids", "totp_trusted_device_ids")
_OLD_SECRETS = ("totp_secret",)


class ServiceDeskJourneyLineAccountMixin(models.AbstractModel):
    """The login of whoever joins, returns, or was away.

    It gives what every employee or every portal user has and nothing else: what a role needs comes
    by access, with its approvals and evidence. The template decides that there is a login at all,
    and only those who administer users put such a step into one; HR says for whom and when.
    """

    _name = "service.desk.journey.line.account.mixin"
    _description = "New Logins by Journey Steps"

    login_id = fields.Many2one(
        "res.users",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        groups="base.group_erp_manager",
    )
    login_origin = fields.Selection(
        LOGIN_ORIGINS, readonly=True, help="Only a login that the journey opened is closed when it is cancelled."
    )
    may_invite = fields.Boolean(compute="_compute_may_invite", help="Nobody has used the new login yet.")

    @api.depends("login_origin", "journey_state")
    def _compute_may_invite(self):
        for line in self:
            user = line.sudo().login_id  # sudo: whether it was ever used
            is_unused = not user.login_date or user.login_date < line.date_done
            line.may_invite = line.journey_state == "running" and line._is_opened() and user.active and is_unused

    def _is_opened(self):
        """Whether this line opened the login that it names."""
        return self.login_origin in ("new", "reopened")

    # -- Opening -----------------------------------------------------------------------------------

    def _begin_account(self):
        """Open the logins. Called with superuser rights: HR need not administer users."""
        for line in self:
            if line.journey_id.kind == ABSENCE:
                line._wake_logins()
            else:
                line._open_login()

    def _open_login(self):
        journey, group = self.journey_id, self._login_group()
        known = journey._all_logins()
        journey._check_own_logins(known)
        active = known.filtered("active")
        if active:
            self._keep_login(active[:1], group)
        elif known:
            self._reopen_login(known, group)
        else:
            self._create_login(group)

    def _login_group(self):
        """The one group that the login is in.

        :raise UserError: when the template does not say any more
        """
        if not self.step_id:
            raise UserError(self.env._("The template does not say any more what kind of login it is to be."))
        return self.env.ref(LOGIN_GROUPS[self.step_id.login_kind])

    def _keep_login(self, user, group):
        """There is one already: it stays as it is."""
        if user.share and self.step_id.login_kind == INTERNAL_LOGIN:
            raise UserError(
                self.env._(
                    "%(person)s has the portal login %(login)s. Whoever administers users makes an internal one of it.",
                    person=self.journey_id.person_name,
                    login=user.login,
                )
            )
        self._note_login(user, "existing", self.env._("There was a login already: %s.", user.login))

    def _create_login(self, group):
        journey = self.journey_id
        login = journey._login_address(self.step_id.login_kind)
        partner = journey.partner_id
        user = self._users().create(
            {
                "name": journey.person_name,
                "login": login,
                "email": partner.email or login,
                "group_ids": [Command.set(group.ids)],
                **({"partner_id": partner.id} if partner else {}),
                **self._login_company(),
            }
        )
        user = user.with_env(self.env)
        self._note_login(user, "new", self.env._("Login opened: %s.", user.login))
        self._invite()

    def _login_company(self):
        company = self.journey_id.company_id
        return {"company_id": company.id, "company_ids": [Command.set(company.ids)]}

    @api.model
    def _users(self):
        """Users as the desk writes them: nothing goes into them that a client's context says, or that whoever
        acts has stored as a default, a password or a role for instance."""
        context = {"lang": self.env.lang, "no_reset_password": True}
        return self.env(user=SUPERUSER_ID, su=True, context=context)["res.users"]

    def _reopen_login(self, users, group):
        """The login of somebody who comes back, as if it were a new one.

        Whatever it was allowed to do, and every key to it, is gone before it opens.
        """
        if len(users) > 1:
            raise UserError(
                self.env._(
                    "%(person)s had several logins: %(logins)s. Whoever administers users opens the right one.",
                    person=self.journey_id.person_name,
                    logins=", ".join(users.mapped("login")),
                )
            )
        if self.step_id.login_kind == INTERNAL_LOGIN:
            self.journey_id._check_is_ours()
        user = self._users().browse(users.id)
        self._forget_keys(user)
        user.write(
            {
                "group_ids": [Command.set(group.ids)],
                "service_desk_team_ids": [Command.clear()],
                "service_desk_skill_ids": [Command.clear()],
                "action_id": False,
                **self._login_company(),
            }
        )
        user.write({"active": True})
        user = user.with_env(self.env)
        self._note_login(user, "reopened", self.env._("Former login opened again: %s.", user.login))
        self._invite()

    @api.model
    def _forget_keys(self, user):
        """Nothing by which somebody came in before opens the door again."""
        for name in _OLD_KEYS:
            if name in user._fields:
                user[name].unlink()
        for name in _OLD_SECRETS:
            if name in user._fields:
                user[name] = False
        # Not by writing the password: Odoo would mail that it has changed.
        user._set_encrypted_password(user.id, user._crypt_context().hash(secrets.token_urlsafe(32)))

    def _note_login(self, user, origin, words):
        self.write({"login_id": user.id, "login_origin": origin, "date_done": self.date_begun, "note": words})
        self.journey_id._note("opened", words)
        self.journey_id._connect_login(user)

    # -- Inviting ----------------------------------------------------------------------------------

    def action_invite_again(self):
        """Send the invitation once more: links in them end after some days.

        :raise AccessError: for those who do not run the journey
        """
        self.journey_id._check_may_run()
        for line in self:
            if not line.may_invite:
                raise UserError(self.env._("“%s” has no login that waits for its person.", line.name))
        # sudo: who may was checked, and the login was opened by this line.
        for line in self.sudo():
            line._invite()
        return True

    def _invite(self):
        """Send Odoo's own invitation to where the person reads mail before there is a mailbox."""
        user, journey = self.login_id, self.journey_id
        address = journey._invitation_address() or user.email
        template = self.env.ref(LOGIN_INVITATIONS[user.share], raise_if_not_found=False)
        if not template:
            raise UserError(self.env._("Odoo's mail that invites people is missing."))
        if not address:
            raise UserError(self.env._("There is no mail address to send it to."))
        user.partner_id.signup_prepare(signup_type="signup")
        mail_id = template.with_context(create_user=True).send_mail(
            user.id,
            email_values={"email_to": address, "email_cc": False, "recipient_ids": [], "auto_delete": True},
        )
        journey._keep_from_readers(self.env["mail.mail"].browse(mail_id))
        journey._note("sent", self.env._("Invitation to the login"))

    # -- Being away --------------------------------------------------------------------------------

    def _wake_logins(self):
        """Open what the journey closed when somebody went away, with all that was kept for them.

        No invitation goes out: password and second factor are the person's own still.
        """
        journey = self.journey_id
        users = journey._resting_logins()
        if users and journey._has_left():
            raise UserError(self.env._("%s has left meanwhile; the login stays closed.", journey.person_name))
        users.write({"active": True})
        words = self.env._("No login was resting.")
        if users:
            words = self.env._("Login opened again: %s.", ", ".join(users.mapped("login")))
        journey._note("opened", words)
        back = journey._take_work_back()
        self.write(
            {"login_id": users[:1].id, "date_done": self.date_begun, "note": " ".join(filter(None, [words, back]))}
        )

    # -- Taking back -------------------------------------------------------------------------------

    def _undo_logins(self):
        """A journey is given up: what it opened is closed, what it let rest is open again."""
        for line in self.filtered(lambda line: line._is_opened() and line.login_id.active):
            line.note = line._shut_logins(line.login_id)
        for journey in self.journey_id.filtered(lambda one: one.kind == ABSENCE):
            users = journey._resting_logins()
            if users and not journey._has_left():
                users.write({"active": True})
                journey._note("opened", self.env._("Login opened again: %s.", ", ".join(users.mapped("login"))))
            journey._take_work_back()

    # -- What waits for it -------------------------------------------------------------------------

    def _go_on_with_login(self):
        """Ask for the access that could not be had without a login."""
        waiting = self.filtered(
            lambda line: line.kind == "access" and line.date_begun and (line.is_login_missing or line.problem)
        )
        if waiting:
            waiting.write({"is_login_missing": False, "problem": False})
            waiting._begin_kind("access")
        mine = self.filtered(lambda line: line.responsible == "person" and line.state not in journey_rules.ENDED)
        for line in mine:
            line.user_id = line.journey_id._responsible_user("person")
            if line.task_id and not line.user_id.share:
                line.task_id.user_id = line.user_id
