"""Somebody for whom things may be: what an audience asks about a person."""

from functools import cached_property


class Person:
    """One ``res.partner``, with a login or without.

    Each answer is looked up when it is asked for, and once.

    :param env: of the one who asks, which need not be the person
    """

    def __init__(self, env, partner):
        self.env = env
        # sudo: looks at the person and their login only to decide what is for them.
        self.partner = partner.sudo()

    def answer(self, name):
        """What is known about the person under a name, as records.

        Besides the properties below, whatever other addons know: ``_service_desk_<name>`` of the
        contact, called with superuser rights.
        """
        if hasattr(type(self), name):
            return getattr(self, name)
        return getattr(self.partner, f"_service_desk_{name}")()

    @cached_property
    def user(self):
        """Their login, or nothing."""
        me = self.env.user
        if me.active and me.partner_id == self.partner:
            return me
        return self.partner.user_ids.filtered("active")[:1]

    @cached_property
    def kind(self):
        """Employees have a login that is not shared, or are known as our own people without one."""
        if self.user:
            return "portal" if self.user.share else "internal"
        return "internal" if self.partner._service_desk_is_ours() else "portal"

    @cached_property
    def companies(self):
        """The companies that count: those the person works in and is looking at."""
        if self.user == self.env.user:
            return self.env.companies
        return self.user.company_ids or self.partner.company_id or self.env.company

    @cached_property
    def groups(self):
        """Every group they are in; nobody without a login is in any."""
        return self.user.all_group_ids

    @cached_property
    def countries(self):
        """Where they are, else where their organization is, else where their company is."""
        country = self.partner.country_id or self.organization.country_id
        return country or self.companies[:1].country_id

    @property
    def organization(self):
        """The organization they belong to, themselves if none."""
        return self.partner.commercial_partner_id
