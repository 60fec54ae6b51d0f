"""Finds the records that names in a file already stand for, many names at once."""

from collections import defaultdict

from odoo.fields import Domain
from odoo.tools import email_normalize, split_every
from odoo.tools.mail import parse_contact_from_email

#: Words in one query.
CHUNK = 5000

MODELS = {
    "person": "res.partner",
    "agent": "res.users",
    "team": "service.desk.team",
    "service": "service.desk.service",
    "category": "service.desk.category",
    "code": "service.desk.resolution.code",
}


def person_key(word):
    """(name, normalized e-mail address) of a word like ``Ann Other <ann@example.com>``."""
    if "@" not in word:
        return word, ""
    name, email = parse_contact_from_email(word)
    return name, email_normalize(email or word) or ""


class Finder:
    """Finds records of one company.

    :param profile: ``service.desk.import.profile`` in a superuser's environment
    :param company: ``res.company``
    """

    def __init__(self, profile, company):
        self.profile = profile
        self.env = profile.env
        self.company = company

    def find(self, kind, words):
        """word -> ids of the records that carry it; words without any are left out."""
        if not words:
            return {}
        finder = {"person": self._find_people, "agent": self._find_agents}
        return finder[kind](words) if kind in finder else self._find_named(kind, words)

    def _find_named(self, kind, words):
        """Teams, services, categories and codes by their name, whatever its case."""
        model = self.env[MODELS[kind]]
        label = model._rec_name
        records = model.search_fetch(self._company_domain(model), [label, "active"])
        ids = defaultdict(list)
        for record in records.sorted("active", reverse=True):
            ids[(record[label] or "").casefold()].append(record)
        found = {}
        for word in words:
            same = ids.get(word.casefold(), [])
            # Of several, those in use; an archived one only when there is no other.
            in_use = [record.id for record in same if record.active] or [
                record.id for record in same
            ][:1]
            if in_use:
                found[word] = in_use
        return found

    def _company_domain(self, model):
        if "company_id" not in model._fields:
            return Domain.TRUE
        return Domain("company_id", "in", [False, self.company.id])

    def _find_people(self, words):
        """Contacts by e-mail address, then by reference, then by full name."""
        result = {}
        keys = {word: person_key(word) for word in words}
        for field, position in (("email_normalized", 1), ("ref", 0), ("name", 0)):
            if field == "name" and not self.profile.match_names:
                continue
            # Of two people with one name, the address tells which one is meant.
            open_words = [word for word in words - result.keys() if position or not keys[word][1]]
            ids = self._partners_by(field, {keys[word][position] for word in open_words} - {""})
            for word in open_words:
                if keys[word][position] in ids:
                    result[word] = ids[keys[word][position]]
        return result

    def _partners_by(self, field, wanted):
        """value of the field -> ids of the contacts of this company or of all that carry it.

        Of several, those in use; somebody who left only when there is no other.
        """
        ids, gone = defaultdict(list), {}
        for chunk in split_every(CHUNK, sorted(wanted)):
            partners = self.env["res.partner"].search_fetch(
                Domain(field, "in", chunk)
                & Domain("active", "in", (True, False))
                & Domain("company_id", "in", [False, self.company.id]),
                [field, "active"],
                order="id",
            )
            for partner in partners:
                if partner.active:
                    ids[partner[field]].append(partner.id)
                else:
                    gone[partner[field]] = [partner.id]
        return gone | ids

    def _find_agents(self, words):
        """Colleagues by login, e-mail address or name; who left keeps their name as text."""
        users = self.env["res.users"].search_fetch(
            [("share", "=", False), ("active", "=", True), ("company_ids", "in", self.company.ids)],
            ["login", "name", "email_normalized"],
        )
        ids = defaultdict(set)
        for user in users:
            for word in (user.login, user.name, user.email_normalized):
                ids[(word or "").casefold()].add(user.id)
        return {word: sorted(ids[word.casefold()]) for word in words if ids.get(word.casefold())}
