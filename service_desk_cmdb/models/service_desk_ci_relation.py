from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .service_desk_ci_data import BOTH, LIVE_STATES, NOBODY, TO_SOURCE


class ServiceDeskCiRelation(models.Model):
    """Two configuration items that belong together: “the first … the second”.

    ``cause_id`` and ``effect_id`` say the same as a failure runs, for the query that follows it.
    """

    _name = "service.desk.ci.relation"
    _description = "Relation of Configuration Items"
    _inherit = ["service.desk.told.mixin", "service.desk.boundary.mixin", "service.desk.export.mixin"]
    _order = "source_id, type_id, target_id, id"
    _rec_names_search = ["source_id", "target_id"]
    _check_company_auto = True
    _told_fields = frozenset({"source_id", "type_id", "target_id"})

    source_id = fields.Many2one(
        "service.desk.ci", string="First", required=True, index=True, ondelete="cascade", check_company=True
    )
    type_id = fields.Many2one("service.desk.ci.relation.type", required=True, index=True, ondelete="cascade")
    target_id = fields.Many2one(
        "service.desk.ci", string="Second", required=True, index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one("res.company", compute="_compute_company_id", store=True, precompute=True, index=True)
    type_name = fields.Char(related="type_id.name", string="Reads")
    reverse_name = fields.Char(related="type_id.reverse_name", string="Reads Back")
    note = fields.Char()
    told_by = fields.Char(
        readonly=True, copy=False, help="Codes of the sources that tell of it, divided by commas; empty for people."
    )
    source_state = fields.Selection(related="source_id.state", string="First Is")
    target_state = fields.Selection(related="target_id.state", string="Second Is")
    # As a failure runs; empty where none passes. No inverse: asked by SQL alone.
    cause_id = fields.Many2one(
        "service.desk.ci", compute="_compute_course", store=True, precompute=True, ondelete="cascade"
    )
    effect_id = fields.Many2one(
        "service.desk.ci", compute="_compute_course", store=True, precompute=True, ondelete="cascade"
    )
    is_mutual = fields.Boolean(compute="_compute_course", store=True, precompute=True)
    is_symmetric = fields.Boolean(related="type_id.is_symmetric", store=True, precompute=True)

    _same_uniq = models.Constraint("UNIQUE(source_id, target_id, type_id)", "These two are related like this already.")
    _mirror_uniq = models.UniqueIndex(
        "(LEAST(source_id, target_id), GREATEST(source_id, target_id), type_id) WHERE is_symmetric",
        "These two are related like this already, the other way round.",
    )
    _two_items = models.Constraint("CHECK(source_id != target_id)", "Nothing is related to itself.")
    _down_idx = models.Index("(cause_id, effect_id) WHERE cause_id IS NOT NULL")
    _up_idx = models.Index("(effect_id, cause_id) WHERE effect_id IS NOT NULL")

    @api.depends("source_id.company_id", "target_id.company_id")
    def _compute_company_id(self):
        for relation in self:
            relation.company_id = relation._company(relation.source_id, relation.target_id)

    @api.depends("source_id.state", "target_id.state", "source_id", "target_id", "type_id.passes")
    def _compute_course(self):
        for relation in self:
            source, target, kind = relation.source_id, relation.target_id, relation.type_id
            relation.update(self._course(source, target, kind))

    @api.model
    def _company(self, source, target):
        return source.company_id or target.company_id

    @api.model
    def _course(self, source, target, kind):
        """How a failure runs between two items."""
        passes = kind.passes
        runs = source.state in LIVE_STATES and target.state in LIVE_STATES
        ends = (target, source) if passes in (TO_SOURCE, BOTH) else (source, target)
        if not runs or not passes or passes == NOBODY:
            ends = (source.browse(), source.browse())
        return {"cause_id": ends[0].id, "effect_id": ends[1].id, "is_mutual": passes == BOTH}

    @api.model
    def _insert(self, edges, told_by):
        """Relations that a source tells, many at once. They are checked as others are; to write them goes by SQL, in
        a fifth of the time.

        :param edges: (id of the first, id of the second, id of the type)
        :param told_by: see there
        """
        self.check_access("create")
        items, kinds = self.env["service.desk.ci"], self.env["service.desk.ci.relation.type"]
        items = {item.id: item for item in items.browse({end for edge in edges for end in edge[:2]})}
        now, rows = self.env.cr.now(), []
        for first, second, kind in edges:
            course = self._course(items[first], items[second], kinds.browse(kind))
            company = self._company(items[first], items[second]).id or None
            ends = course["cause_id"] or None, course["effect_id"] or None, course["is_mutual"]
            ends += (kinds.browse(kind).is_symmetric,)
            rows.append((first, second, kind, company, *ends, told_by, self.env.uid, now, self.env.uid, now))
        self.env.flush_all()
        query = """
            INSERT INTO service_desk_ci_relation (source_id, target_id, type_id, company_id, cause_id, effect_id,
                   is_mutual, is_symmetric, told_by, create_uid, create_date, write_uid, write_date)
            VALUES %s RETURNING id
        """
        made = self.env.cr.execute_values(query, rows, page_size=len(rows), fetch=True)
        relations = self.browse(one for (one,) in made)
        relations.modified(self._fields, create=True)
        self.env["service.desk.ci"].invalidate_model(["source_relation_ids", "target_relation_ids"])
        relations.check_access("create")
        relations._check_company()
        relations._validate_fields(("source_id", "target_id", "type_id"))

    def _check_company(self, fnames=None):
        """Odoo looks at each by itself, which takes long; most are within one company, plainly."""
        odd = self.filtered(
            lambda one: any(end.company_id not in (one.company_id, end.company_id.browse()) for end in one._ends())
        )
        return super(ServiceDeskCiRelation, odd)._check_company(fnames)

    def _ends(self):
        """Both ends, also those that the user may not see."""
        relation = self.sudo()  # sudo: to compare companies
        return relation.source_id, relation.target_id

    @api.depends("source_id.name", "type_id.name", "target_id.name")
    def _compute_display_name(self):
        for relation in self:
            relation.display_name = f"{relation.source_id.name} {relation.type_id.name} {relation.target_id.name}"

    def _told(self):
        """It reads from either end; the other one by its number where not all readers know its company."""
        source, kind, target = self.source_id, self.type_id, self.target_id
        return {
            source: f"{kind.name} {target._called_in(source)}",
            target: f"{kind.reverse_name} {source._called_in(target)}",
        }

    def _told_codes(self):
        """Codes of the sources that tell of it."""
        return set(filter(None, (self.told_by or "").split(",")))

    # -- What may be related -----------------------------------------------------------------------

    @api.constrains("source_id", "target_id", "type_id")
    def _check_classes(self):
        for relation in self:
            kind = relation.type_id
            for item, classes in (
                (relation.source_id, kind.source_class_ids),
                (relation.target_id, kind.target_class_ids),
            ):
                if classes and not set(classes.ids) & set(item.class_id._lineage().ids):
                    raise ValidationError(self._text_class(item.display_name, item.class_id, kind))

    @api.constrains("source_id", "target_id", "type_id")
    def _check_numbers(self):
        """No end has more relations of a type than the type allows it."""
        for kind, relations in self.grouped("type_id").items():
            for end, most in kind._most_at_ends().items():
                if most:
                    relations._check_number(kind, end, most)

    def _check_number(self, kind, end, most):
        """:raise ValidationError: when an item has more relations of a type than this at one end"""
        items = self[end]
        items._take_turn()
        counts = Counter()
        # Where neither end is first, both count.
        for one in ("source_id", "target_id") if kind.is_symmetric else (end,):
            domain = [(one, "in", items.ids), ("type_id", "=", kind.id)]
            # sudo: those that somebody cannot see count, too; none is shown.
            counts.update(dict(self.sudo()._read_group(domain, [one], ["__count"])))
        for item in items:
            if counts[item] > most:
                raise ValidationError(self._text_number(item.display_name, kind, end, most))

    @api.model
    def _text_class(self, name, own, kind):
        """That things of this class are not related so."""
        return self.env._(
            "%(item)s is a thing of the class “%(class_name)s”, which “%(kind)s” does not relate.",
            item=name,
            class_name=own.name,
            kind=kind.name,
        )

    @api.model
    def _text_number(self, name, kind, end, most):
        """That an item has more relations than it may at this end."""
        reading = kind.name if end == "source_id" else kind.reverse_name
        return self.env._(
            "%(item)s has too many relations “%(kind)s”: %(most)s at most.", item=name, kind=reading, most=most
        )
