"""Words of the file that stand for one of our fixed values: states, levels, channels."""

from ..models.service_desk_import_data import CHOICE_TARGETS, KIND_FIELDS


class Words:
    """What the words of a profile mean: its own lines first, then our own names for our values.

    :param profile: ``service.desk.import.profile``
    """

    def __init__(self, profile):
        self._meanings = {kind: self._own_names(profile, kind) for kind in CHOICE_TARGETS}
        for line in profile.value_ids.filtered(lambda line: line.kind in CHOICE_TARGETS):
            meaning = (line[KIND_FIELDS[line.kind]], line.pending_reason_id.id)
            self._meanings[line.kind][line.text.casefold()] = meaning

    @staticmethod
    def _own_names(profile, kind):
        """Our keys and labels, so that "Closed" or "Phone" need no line in the profile."""
        field = profile.env[profile.process]._fields[kind]
        labels = field._description_selection(profile.env)
        names = {label.casefold(): (key, False) for key, label in labels}
        return names | {key.casefold(): (key, False) for key, _label in labels}

    def meaning(self, kind, word):
        """(our value, id of a pending reason or False), or None for a word we do not know."""
        return self._meanings[kind].get(word.casefold())
