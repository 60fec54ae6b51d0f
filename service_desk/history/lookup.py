"""From words to records: whom and what the names in a file mean.

The order is the same for every kind: what the profile knows already, what is here, and then what
the profile says about unknown words. All of it works on many words at once.
"""

from collections import defaultdict
from dataclasses import dataclass

from odoo.fields import Domain
from odoo.tools import email_normalize, split_every
from odoo.tools.mail import parse_contact_from_email

from ..models.service_desk_import_data import KIND_FIELDS

#: What became of a word.
FOUND, CREATED, DEFAULT, TEXT, UNKNOWN, AMBIGUOUS = (
    "found",
    "created",
    "default",
    "text",
    "unknown",
    "ambiguous",
)
#: Words that stand for nothing; tickets that have them cannot be loaded.
FAILURES = (UNKNOWN, AMBIGUOUS)
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


@dataclass(frozen=True, slots=True)
class Found:
    """What a word stands for: the id of a record or False, and how that came."""

    record_id: int | bool
    how: str


class Lookup:
    """Finds, and where asked creates, the records of one company that words stand for.

    :param profile: ``service.desk.import.profile``; its environment must be a superuser's, as desk
        managers may not create contacts and teams themselves. The caller has checked that the user
        may import.
    :param company: ``res.company``
    """

    def __init__(self, profile, company):
        # Words are compared as they are stored, not as this user's language shows them.
        self.profile = profile.with_company(company).with_context(
            tracking_disable=True, mail_create_nosubscribe=True, active_test=False
        )
        self.env = self.profile.env
        self.company = company

    def resolve(self, kind, words, create=False):
        """What these words stand for.

        :param str kind: one of ``RECORD_KINDS``
        :param words: a set of words
        :param bool create: create what the profile says is to be created, and remember all of it;
            otherwise only tell what would happen
        :return: word -> :class:`Found`
        """
        result = self._known(kind, words)
        here = self._find(kind, words - result.keys())
        result |= here
        absent = words - result.keys()
        policy = self.profile[f"unknown_{kind}"]
        if policy == "create" and absent:
            made = getattr(self, f"_create_{kind}", self._create_named)
            result |= (
                made(kind, sorted(absent))
                if create
                else dict.fromkeys(absent, Found(False, CREATED))
            )
        elif policy == "default":
            default = self.profile[f"default_{kind}_id"].id
            result |= dict.fromkeys(absent, Found(default, DEFAULT))
        else:
            how = TEXT if policy == "text" else UNKNOWN
            result |= dict.fromkeys(absent, Found(False, how))
        if create:
            self._remember(kind, here, result, absent)
        return result

    # -- What the profile knows ----------------------------------------------------------------

    def _known(self, kind, words):
        """Lines of the profile; a company's own ones go before those for all."""
        field = KIND_FIELDS[kind]
        result = {}
        for chunk in split_every(CHUNK, sorted(words)):
            lines = self.env["service.desk.import.value"].search_fetch(
                [
                    ("profile_id", "=", self.profile.id),
                    ("kind", "=", kind),
                    ("text", "in", chunk),
                    ("company_id", "in", [False, self.company.id]),
                ],
                ["text", field, "company_id"],
            )
            for line in lines.sorted(lambda line: bool(line.company_id)):
                result[line.text] = Found(line[field].id, FOUND)
        return result

    def _remember(self, kind, here, result, absent):
        """Add lines for what was found or created just now, so that it stays so."""
        field = KIND_FIELDS[kind]
        fresh = [
            (word, found.record_id, word in absent)
            for word, found in result.items()
            if found.record_id and (word in here or (word in absent and found.how == CREATED))
        ]
        self.env["service.desk.import.value"].create(
            [
                {
                    "profile_id": self.profile.id,
                    "company_id": self.company.id,
                    "kind": kind,
                    "text": word,
                    field: record_id,
                    "is_created": is_created,
                }
                for word, record_id, is_created in sorted(fresh)
            ]
        )

    # -- What is here --------------------------------------------------------------------------

    def _find(self, kind, words):
        """Existing records that carry these words; two that do are as bad as none."""
        finder = {"person": self._find_people, "agent": self._find_agents}.get(
            kind, self._find_named
        )
        result = {}
        for word, ids in finder(kind, words).items() if words else ():
            result[word] = Found(ids[0], FOUND) if len(ids) == 1 else Found(False, AMBIGUOUS)
        return result

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

    def _find_people(self, kind, words):
        """Contacts by e-mail address, then by reference, then by full name."""
        result = {}
        keys = {word: _person_key(word) for word in words}
        for field, position in (("email_normalized", 1), ("ref", 0), ("name", 0)):
            if field == "name" and not self.profile.match_names:
                continue
            wanted = {keys[word][position] for word in words - result.keys()} - {""}
            ids = self._partners_by(field, wanted)
            for word in words - result.keys():
                if keys[word][position] in ids:
                    result[word] = ids[keys[word][position]]
        return result

    def _partners_by(self, field, wanted):
        """value of the field -> ids of active contacts of this company or of all."""
        ids = defaultdict(list)
        for chunk in split_every(CHUNK, sorted(wanted)):
            partners = self.env["res.partner"].search_fetch(
                Domain(field, "in", chunk)
                & Domain("active", "=", True)
                & Domain("company_id", "in", [False, self.company.id]),
                [field],
                order="id",
            )
            for partner in partners:
                ids[partner[field]].append(partner.id)
        return ids

    def _find_agents(self, kind, words):
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

    # -- What is not ---------------------------------------------------------------------------

    def _create_named(self, kind, words):
        names = {word: word.casefold() for word in words}
        values = {name: {"name": word, **self._extra_values(kind)} for word, name in names.items()}
        return self._created(self.env[MODELS[kind]], names, values)

    def _extra_values(self, kind):
        """What keeps a newly created record from getting in the way of the desk's own ones."""
        company = {"company_id": self.company.id}
        return {
            # A first-line team would be a candidate for new tickets that nobody has routed.
            "team": {**company, "tier": "2"},
            "service": company,
            "code": {"process": self.profile.process},
        }[kind]

    def _create_person(self, kind, words):
        keys = {word: _person_key(word) for word in words}
        # Two spellings of a name with one address are one person.
        people = {word: email or name for word, (name, email) in keys.items()}
        values = {
            people[word]: {
                "name": name or email,
                "email": email or False,
                "parent_id": self.profile.organization_id.id,
                "type": "contact",
            }
            for word, (name, email) in keys.items()
        }
        return self._created(self.env["res.partner"], people, values)

    def _create_category(self, kind, words):
        """Categories with all that stands above them, level by level."""
        paths = {
            word: [part.strip() for part in word.split(" / ") if part.strip()] for word in words
        }
        ids = {}
        for depth in range(1, max(map(len, paths.values())) + 1):
            level = {
                _path_key(path[:depth]): path[:depth]
                for path in paths.values()
                if len(path) >= depth
            }
            here = self._find_named(kind, {" / ".join(path) for path in level.values()})
            ids |= {_path_key(name.split(" / ")): found[0] for name, found in here.items()}
            new = sorted(level.keys() - ids.keys())
            created = self.env["service.desk.category"].create(
                [self._category_values(level[key], ids) for key in new]
            )
            ids |= dict(zip(new, created.ids, strict=True))
        return {word: Found(ids[_path_key(path)], CREATED) for word, path in paths.items()}

    def _category_values(self, path, ids):
        return {
            "name": path[-1],
            "parent_id": ids.get(_path_key(path[:-1]), False),
            "company_id": self.company.id,
            # The portal offers what the desk has chosen for it, not all of history.
            "is_published": False,
        }

    @staticmethod
    def _created(model, keys, values):
        """Create one record for each distinct key, and say which word got which."""
        records = model.create(list(values.values()))
        ids = dict(zip(values, records.ids, strict=True))
        return {word: Found(ids[key], CREATED) for word, key in keys.items()}


def _person_key(word):
    """(name, normalized e-mail address) of a word like ``Ann Other <ann@example.com>``."""
    if "@" not in word:
        return word, ""
    name, email = parse_contact_from_email(word)
    return name, email_normalize(email or word) or ""


def _path_key(path):
    return tuple(part.casefold() for part in path)
