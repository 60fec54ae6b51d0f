"""From words to records: whom and what the names in a file mean.

The order is the same for every kind: what the profile knows already, what is here, and then what
the profile says about unknown words. All of it works on many words at once.
"""

from dataclasses import dataclass

from odoo.tools import split_every

from ..models.service_desk_import_data import KIND_FIELDS
from .finder import CHUNK, Finder
from .maker import Maker

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
        self.finder = Finder(self.profile, company)
        self.maker = Maker(self.finder)

    def resolve(self, kind, words, create=False):
        """What these words stand for.

        :param str kind: one of ``RECORD_KINDS``
        :param words: a set of words
        :param bool create: create what the profile says is to be created, and remember all of it;
            otherwise only tell what would happen
        :return: word -> :class:`Found`
        """
        known = self._known(kind, words)
        here = self._here(kind, words - known.keys())
        absent = words - known.keys() - here.keys()
        new = self._new(kind, absent, create)
        if create:
            self._remember(kind, here | new)
        return known | here | new

    def _here(self, kind, words):
        """Existing records that carry these words; two that do are as bad as none."""
        return {
            word: Found(ids[0], FOUND) if len(ids) == 1 else Found(False, AMBIGUOUS)
            for word, ids in self.finder.find(kind, words).items()
        }

    def _new(self, kind, words, create):
        """What the profile says about words that stand for nothing so far."""
        policy = self.profile[f"unknown_{kind}"]
        if policy == "create" and create and words:
            made = self.maker.make(kind, sorted(words))
            return {word: Found(record_id, CREATED) for word, record_id in made.items()}
        if policy == "default":
            return dict.fromkeys(words, Found(self.profile[f"default_{kind}_id"].id, DEFAULT))
        how = {"create": CREATED, "text": TEXT}.get(policy, UNKNOWN)
        return dict.fromkeys(words, Found(False, how))

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

    def _remember(self, kind, outcomes):
        """Add lines for what was found or created just now, so that it stays so."""
        field = KIND_FIELDS[kind]
        self.env["service.desk.import.value"].create(
            [
                {
                    "profile_id": self.profile.id,
                    "company_id": self.company.id,
                    "kind": kind,
                    "text": word,
                    field: found.record_id,
                    "is_created": found.how == CREATED,
                }
                for word, found in sorted(outcomes.items(), key=lambda item: item[0])
                if found.record_id and found.how in (FOUND, CREATED)
            ]
        )
