from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .service_desk_access_data import ALLOWED_GROUPS, HELD_STATES, SETTINGS_GROUPS, USER_TYPE_GROUPS


class ServiceDeskProvisioningGroup(models.AbstractModel):
    """Puts the holder's login into Odoo groups, at once.

    An entitlement is no way around Odoo's rights: it hands out only what the person who chose the
    groups holds, and no rights over Odoo's settings unless a system administrator has put the
    group on a list. Both are looked at again at each grant, since groups change.
    """

    _name = "service.desk.provisioning.group"
    _description = "Provisioning by Odoo Groups"
    _inherit = ["service.desk.provisioning"]

    _is_immediate = True

    # -- What may be handed out --------------------------------------------------------------

    @api.model
    def _check_entitlement(self, entitlement):
        if problem := self._entitlement_problem(entitlement.sudo()):
            raise UserError(problem)

    @api.model
    def _may_hand_out(self, entitlement, user):
        return not (entitlement.sudo().group_ids - self._held_groups(user))

    @api.model
    def _held_groups(self, user):
        # sudo: which groups somebody is in only decides.
        return user.sudo().all_group_ids

    @api.model
    def _entitlement_problem(self, entitlement):
        """Why the groups of this entitlement cannot be handed out, or nothing."""
        groups = entitlement.group_ids
        if not groups:
            return self.env._("Choose the Odoo groups that “%s” hands out.", entitlement.name)
        if kinds := groups & self._groups(USER_TYPE_GROUPS):
            return self.env._(
                "“%s” says what kind of user somebody is. An entitlement cannot change that.",
                kinds[0].full_name,
            )
        if settings := self._settings_groups(groups):
            return self.env._(
                "“%(group)s” has rights over Odoo's settings. A system administrator must allow it"
                " in the system parameter %(parameter)s.",
                group=settings[0].full_name,
                parameter=ALLOWED_GROUPS,
            )
        return self._maintainer_problem(entitlement)

    @api.model
    def _maintainer_problem(self, entitlement):
        maintainer = entitlement.group_maintainer_id
        if maintainer._is_superuser():
            return ""
        missing = entitlement.group_ids - self._held_groups(maintainer)
        if missing:
            return self.env._(
                "%(person)s, who chose the groups of “%(entitlement)s”, does not hold “%(group)s” and"
                " cannot hand it out.",
                person=maintainer.name,
                entitlement=entitlement.name,
                group=missing[0].full_name,
            )
        if not maintainer.active:
            return self.env._(
                "%(person)s, who chose the groups of “%(entitlement)s”, has left. Somebody who holds"
                " them must choose them again.",
                person=maintainer.name,
                entitlement=entitlement.name,
            )
        return ""

    @api.model
    def _groups(self, xmlids):
        groups = self.env["res.groups"]
        for xmlid in xmlids:
            groups |= self.env.ref(xmlid.strip(), raise_if_not_found=False) or groups
        return groups.sudo()

    @api.model
    def _settings_groups(self, groups):
        """Those of ``groups`` that bring rights over settings and are on no list."""
        # sudo: only system administrators write this parameter; reading it decides.
        listed = self.env["ir.config_parameter"].sudo().get_param(ALLOWED_GROUPS, "")
        allowed = self._groups(name for name in listed.split(",") if name.count(".") == 1)
        settings = self._groups(SETTINGS_GROUPS)
        return (groups - allowed).filtered(lambda group: group.all_implied_ids & settings)

    # -- Who can get it ----------------------------------------------------------------------

    @api.model
    def _problems(self, accesses):
        problems = super()._problems(accesses)
        for entitlement, theirs in accesses.grouped("entitlement_id").items():
            general = self._entitlement_problem(entitlement)
            audience = self._audience(entitlement)
            logins = self._logins(theirs.partner_id)
            for access in theirs:
                problem = general or self._holder_problem(access, logins[access.partner_id], audience)
                if problem:
                    problems[access.id] = problem
        return problems

    @api.model
    def _audience(self, entitlement):
        """For whom its groups are: internal or portal users, or either."""
        implied = entitlement.group_ids.all_implied_ids
        if implied & self._groups(("base.group_user",)):
            return "internal"
        return "portal" if implied & self._groups(("base.group_portal", "base.group_public")) else "any"

    @api.model
    def _logins(self, partners):
        """Active logins of each of these people."""
        users = self.env["res.users"].search([("partner_id", "in", partners.ids), ("active", "=", True)])
        by_partner = users.grouped("partner_id")
        return {partner: by_partner.get(partner, users.browse()) for partner in partners}

    @api.model
    def _holder_problem(self, access, users, audience):
        names = {"person": access.partner_id.name, "access": access.entitlement_id.name}
        if not users:
            return self.env._("%(person)s has no active login, so “%(access)s” cannot be given.", **names)
        if len(users) > 1:
            return self.env._("%(person)s has several logins. Leave one of them active.", **names)
        if audience == "internal" and users.share:
            return self.env._("%(person)s uses the portal; “%(access)s” is for employees.", **names)
        if audience == "portal" and not users.share:
            return self.env._("%(person)s is an employee; “%(access)s” is for portal users.", **names)
        return ""

    # -- Doing it ----------------------------------------------------------------------------

    @api.model
    def _grant(self, accesses):
        logins = self._logins(accesses.partner_id)
        given = {}
        for access in accesses:
            access.user_id = logins[access.partner_id]
        had = {user.id: user.group_ids for user in accesses.user_id}
        for user, theirs in accesses.grouped("user_id").items():
            given |= self._given(had[user.id], theirs)
        for groups, theirs in accesses.grouped(lambda access: given[access]).items():
            theirs.write({"given_group_ids": [Command.set(groups.ids)]})
        for entitlement, theirs in accesses.grouped("entitlement_id").items():
            self._write_groups(theirs.user_id, Command.link, entitlement.group_ids)

    @api.model
    def _given(self, had, accesses):
        """record -> the groups it brings; what the login has already comes from elsewhere."""
        given = {}
        for access in accesses:
            given[access] = access.entitlement_id.group_ids - had
            had |= given[access]
        return given

    @api.model
    def _revoke(self, accesses):
        """Take what these records gave, except what other records of the same login still need."""
        others = self._other_holdings(accesses)
        removals = {}
        for access in accesses:
            leaving = access.given_group_ids
            for other in others.get(access.user_id, ()):
                needed = leaving & other.entitlement_id.group_ids
                if needed:
                    other.given_group_ids |= needed
                    leaving -= needed
            if leaving:
                removals.setdefault(leaving, []).append(access.user_id.id)
        for groups, user_ids in removals.items():
            self._write_groups(self.env["res.users"].browse(user_ids), Command.unlink, groups)

    @api.model
    def _write_groups(self, users, command, groups):
        """Change groups of many logins at once; the evidence is the record of it."""
        quiet = users.with_context(mail_notrack=True)
        quiet.write({"group_ids": [command(group.id) for group in groups]})

    @api.model
    def _other_holdings(self, accesses):
        """login -> records by groups that go on."""
        others = self.env["service.desk.access"].search(
            [
                ("user_id", "in", accesses.user_id.ids),
                ("state", "=", "active"),
                ("id", "not in", accesses.ids),
                ("entitlement_id.method", "=", "group"),
            ]
        )
        return others.grouped("user_id")

    # -- What really is ----------------------------------------------------------------------

    @api.model
    def _members(self, entitlement):
        groups = entitlement.sudo().group_ids
        if not groups:
            return self.env["res.partner"]
        domain = [("active", "=", True), *(("group_ids", "in", group.ids) for group in groups)]
        return self.env["res.users"].search(domain).partner_id

    @api.model
    def _remove(self, entitlement, partners):
        users = self.env["res.users"].search([("partner_id", "in", partners.ids)])
        keep = self._kept_groups(users)
        for user in users:
            groups = entitlement.group_ids - keep.get(user, self.env["res.groups"])
            self._write_groups(user, Command.unlink, groups)

    @api.model
    def _kept_groups(self, users):
        """login -> groups that records of theirs stand for."""
        held = self.env["service.desk.access"].search([("user_id", "in", users.ids), ("state", "in", HELD_STATES)])
        return {user: theirs.entitlement_id.group_ids for user, theirs in held.grouped("user_id").items()}

    @api.model
    def _adopt(self, accesses):
        """From now on the record is the reason for the groups, and its end takes them away."""
        logins = self._logins(accesses.partner_id)
        for access in accesses:
            access.user_id = logins[access.partner_id][:1]
            others = self._other_holdings(access).get(access.user_id, self.env["service.desk.access"])
            access.given_group_ids = access.entitlement_id.group_ids - others.given_group_ids
