from markupsafe import escape

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL

from ..reconcile.api import Intake
from .service_desk_ci_data import CONFIGURATION_MANAGER
from .service_desk_ci_source_data import BY_SOURCE, COLUMNS, MAX_SENT, ROW_BATCH


class ServiceDeskCiSourceMixin(models.AbstractModel):
    """Which source has said what of an item, and who has seen it when."""

    _name = "service.desk.ci.source.mixin"
    _description = "Sources of Configuration Items"

    _inherit = ["service.desk.facts.mixin"]
    #: It decides whose word counts.
    _facts = frozenset({"value_sources"})

    value_sources = fields.Json(copy=False, readonly=True, help="Which source each value is from; others are people's.")
    sighting_ids = fields.One2many("service.desk.ci.sighting", "ci_id", string="Seen By", readonly=True)

    # Things are found again by these, whatever their case.
    _reconcile_number_idx = models.Index("(lower(number))")
    _reconcile_serial_idx = models.Index("(lower(trim(serial_number)))")
    _reconcile_tag_idx = models.Index("(lower(trim(asset_tag)))")
    _reconcile_name_idx = models.Index("(lower(trim(name)))")

    def write(self, vals):
        """What a person writes is a person's word from then on, whoever's it was."""
        before = {item.id: item._told_values(vals) for item in self if item.value_sources} if self._is_by_hand() else {}
        result = super().write(vals)
        for item in self.browse(list(before)):
            now, origins = item._told_values(vals), dict(item.value_sources or {})
            mine = {column for column, value in before[item.id].items() if now.get(column) != value} & origins.keys()
            if mine:
                kept = {column: code for column, code in origins.items() if column not in mine}
                as_source = item.with_context(service_desk_by_source=BY_SOURCE)
                super(ServiceDeskCiSourceMixin, as_source).write({"value_sources": kept})
        return result

    @api.model
    def _check_facts(self, vals):
        """Sources say what is theirs as they tell it, with the rights of whoever imports."""
        return super()._check_facts(vals) if self._is_by_hand() else None

    @api.model
    def _is_by_hand(self):
        return self.env.context.get("service_desk_by_source") is not BY_SOURCE

    def _told_values(self, vals):
        """column or attribute -> value, of what is about to be written and may have come from a source."""
        values = {name: self[name] for name in COLUMNS if name in vals}
        if "attributes" in vals:
            codes = vals["attributes"] if isinstance(vals["attributes"], dict) else self.value_sources
            values.update({code: self._values().get(code) for code in codes or () if code not in COLUMNS})
        return values

    def _remember_origins(self, told):
        """Write down which source has said what.

        :param dict told: id of an item -> {column: code}
        """
        for item in self.with_context(service_desk_by_source=BY_SOURCE, tracking_disable=True):
            if told.get(item.id):
                item.value_sources = {**(item.value_sources or {}), **told[item.id]}

    def _log_many(self, bodies):
        """A note in the history of each, the first by Odoo and the others like it: a tenth of the time.

        :param dict bodies: id of an item -> text
        """
        # sudo: as Odoo's notes; who may change the items was checked.
        first = self[:1]._message_log_batch({self[:1].id: bodies[self[:1].id]}).sudo()
        body, rest = first._fields["body"], self[1:]
        kept = {text: body.convert_to_column_insert(escape(text), first) for text in set(bodies.values())}
        columns = [
            SQL.identifier(name)
            for name, field in first._fields.items()
            if field.store and field.column_type and name not in ("id", "res_id", "body")
        ]
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "INSERT INTO mail_message (res_id, body, %(columns)s) SELECT told.id, told.text, %(columns)s"
                " FROM mail_message, unnest(%(ids)s::int[], %(bodies)s::text[]) told(id, text)"
                " WHERE mail_message.id = %(first)s",
                columns=SQL(", ").join(columns),
                ids=rest.ids,
                bodies=[kept[bodies[one]] for one in rest.ids],
                first=first.id,
            )
        )
        self.invalidate_recordset(["message_ids"], flush=False)

    def _check_company(self, fnames=None):
        """Odoo looks at each record by itself; of many that say the same, one stands for all."""
        names = [name for name, field in self._fields.items() if field.relational and field.check_company]
        alike = {}
        for item in self:
            alike.setdefault((item.company_id, *(item[name] for name in names)), item)
        return super(ServiceDeskCiSourceMixin, self.union(*alike.values()))._check_company(fnames)

    # -- For programs --------------------------------------------------------------------------------

    @api.model
    def _check_may_import(self):
        """:raise AccessError: for those who keep no items"""
        if not self.env.su and not self.env.user.has_group(CONFIGURATION_MANAGER):
            raise AccessError(self.env._("Configuration managers import items."))

    @api.model
    def import_items(self, source_code, rows, dry_run=False, run=None):
        """Take in what a program knows of configuration items; for configuration managers over ``/json/2``.

        Each row is a dict of texts or numbers. It says which thing it is about by the keys of its class, or by
        ``number``, and may have ``class`` (a code; needed for what is new), any column (``name``,
        ``serial_number``, ``asset_tag``, ``manufacturer``, ``model_name``, ``version``, ``state``, ``environment``,
        ``criticality``, ``owner_id``, ``user_partner_id``, ``team_id``, ``supplier_id``, ``location_id``,
        ``date_bought``, ``date_warranty_end``), any code of an attribute of the class, and any code of a type of
        relations with the numbers, names, serial numbers or tags of the others, divided by ``;`` or as a list.
        What is empty says nothing. A row goes in as a whole or not at all; sent again, it changes nothing.

        :param str source_code: the code of the source that tells it
        :param list rows: 2,000 at most
        :param bool dry_run: tell what would happen, and change nothing
        :param int run: of :meth:`begin_full_run`, when these rows are a part of everything that the source knows
        :return: for each row in turn ``{"outcome": "new" | "changed" | "same" | "problem", "id": …,
            "number": …, "changes": [[value, before, after], …], "message": …}``; of a dry run also ``relations``:
            what is related by it (``+``) and what no longer (``−``), in words
        :raise AccessError: for those who keep no items
        :raise UserError: for an unknown source, or too many rows
        :raise ValidationError: for what are no rows, or names that mean nothing
        """
        source = self._source_for(source_code, run)
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise ValidationError(self.env._("Rows are a list of names and values."))
        if len(rows) > MAX_SENT:
            raise UserError(self.env._("Up to %(most)s rows can be sent at once.", most=MAX_SENT))
        return Intake(self.env, source, source.run_count if run is None else run).take(rows, dry_run=bool(dry_run))

    @api.model
    def begin_full_run(self, source_code):
        """Begin to tell everything that a source knows, in as many calls as it takes.

        :return: the number of the run, for :meth:`import_items` and :meth:`end_full_run`
        :raise AccessError: for those who keep no items
        :raise UserError: for an unknown source
        """
        return self._source_for(source_code).run_count + 1

    @api.model
    def end_full_run(self, source_code, run):
        """Everything was told: what was not is missed, and retired by the rule of the source.

        :param int run: of :meth:`begin_full_run`
        :return: ``{"retired": number of items, "waiting": number of items that a job retires from now on, as
            they are many, "notice": why nothing was retired, or ""}``
        :raise AccessError: for those who keep no items
        :raise UserError: for an unknown source, or a run that has ended already
        """
        source = self._source_for(source_code, run)
        source._pass_gate()
        notice = source._finish_run()
        gone = source._find_unseen(run) if source.retire_state and not notice else []
        waiting = len(gone) if len(gone) > ROW_BATCH else 0
        if waiting:
            self.env["service.desk.ci.import"]._retire_later(source, run, waiting)
        return {"retired": 0 if waiting else source._retire(gone), "waiting": waiting, "notice": notice or ""}

    @api.model
    def _source_for(self, code, run=None):
        """The source that a program speaks for.

        :param run: number of the full run that is not over yet, if it is one
        """
        self._check_may_import()
        source = self.env["service.desk.ci.source"].search([("code", "=", str(code))])
        if not source:
            raise UserError(self.env._("There is no source with the code “%s”.", str(code)[:100]))
        if run is not None and (isinstance(run, bool) or run != source.run_count + 1):
            raise UserError(self.env._("This full run is over, or was never begun. Begin a new one."))
        return source
