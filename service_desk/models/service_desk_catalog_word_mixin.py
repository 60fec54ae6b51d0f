import re

from odoo import api, models


class ServiceDeskCatalogWordMixin(models.AbstractModel):
    """Something with a name for people and a word for conditions and programs, made from it.

    The host says by ``_word_fields`` which field holds the word, which one points at what it must
    be unique in, and how it is called when the name has no letters.
    """

    _name = "service.desk.catalog.word.mixin"
    _description = "Named by a Word"

    _word_fields = ("code", "item_id", "question")

    @api.model_create_multi
    def create(self, vals_list):
        """Give those that are created together different words."""
        vals_list = [dict(vals) for vals in vals_list]
        field, place, fallback = self._word_fields
        wanting = [vals for vals in vals_list if not vals.get(field)]
        taken = {}
        if wanting:
            places = {vals.get(place) for vals in vals_list}
            for one in self.sudo().search([(place, "in", list(places))]):
                taken.setdefault(one[place].id, set()).add(one[field])
            for vals in vals_list:
                taken.setdefault(vals.get(place), set()).add(vals.get(field))
        for vals in wanting:
            vals[field] = self._free_word(vals.get("name"), fallback, taken[vals.get(place)])
            taken[vals.get(place)].add(vals[field])
        return super().create(vals_list)

    def _fill_word(self, siblings):
        """Make the word from the name while a form is filled in, before it is saved.

        :param str siblings: of the record it must be unique in, the field with all of its kind
        """
        field, place, fallback = self._word_fields
        for one in self:
            # It has no name yet, or a word that somebody chose.
            if one[field] or not one.name:
                one[field] = one[field]
                continue
            taken = set((one[place][siblings] - one).mapped(field))
            one[field] = self._free_word(one.name, fallback, taken)

    @api.model
    def _free_word(self, name, fallback, taken):
        """The first words of a name, with a number where others have them already."""
        stem = "_".join(re.findall(r"[a-z0-9]+", (name or "").lower()))[:30].strip("_")
        if not stem or (fallback == "question" and not stem[0].isalpha()):
            stem = f"{fallback}_{stem}".strip("_")
        word, number = stem, 1
        while word in taken:
            number += 1
            word = f"{stem}_{number}"
        return word
