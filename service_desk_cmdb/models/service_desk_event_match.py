from collections import defaultdict

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from .. import attribute_rules
from .service_desk_ci_data import GONE_STATES
from .service_desk_event_data import ATTRIBUTE, MATCH_TARGETS


class ServiceDeskEventMatch(models.Model):
    """Which label of an event names the item, and by what the item is known under that name.

    Rows are tried in order; the first that finds exactly one item wins. Setup of the whole desk.
    """

    _name = "service.desk.event.match"
    _description = "Matching Events to Items"
    _inherit = ["service.desk.cached.mixin"]
    #: Belongs to no company.
    _is_shared_setup = True
    _order = "sequence, id"
    _rec_name = "label"

    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    label = fields.Char(required=True, help="Name of the label in the event, such as instance.")
    target = fields.Selection(MATCH_TARGETS, string="Is the Item's", required=True, default="name")
    attribute_code = fields.Char(string="Attribute", help="Code of the attribute, such as hostname.")
    strip_port = fields.Boolean(string="Without Port", help="web1:9100 is web1.")
    strip_domain = fields.Boolean(string="Without Domain", help="web1.example.com is web1.")

    @api.constrains("target", "attribute_code")
    def _check_attribute(self):
        for row in self:
            if row.target == ATTRIBUTE and not attribute_rules.is_code(row.attribute_code or ""):
                raise ValidationError(self.env._("Which attribute? Give its code, such as hostname."))

    # -- Where names stand -------------------------------------------------------------------------

    @api.model
    @tools.ormcache()
    def _places(self):
        """Labels that name items: senders may put these beside the summary, too."""
        return tuple(dict.fromkeys(self.search(Domain.TRUE).mapped("label")))

    # -- What is meant -----------------------------------------------------------------------------

    def _clean(self, value):
        """The value of a label without what is no part of the name."""
        value = value.strip()
        head, colon, port = value.rpartition(":")
        if self.strip_port and colon and port.isdigit() and ":" not in head.strip("[]"):
            value = head
        is_address = value.replace(".", "").isdigit()
        if self.strip_domain and not is_address:
            value = value.partition(".")[0]
        return value

    @api.model
    def _find(self, company_id, labels):
        """For each of these labels the id of the item that they are about, or None. One query.

        :param list labels: a dict for each alert
        """
        rows = self.search(Domain.TRUE)
        asked = defaultdict(set)
        wanted = []
        for one in labels:
            keys = [(row._key(), row._clean(one[row.label])) for row in rows if one.get(row.label)]
            wanted.append(keys)
            for key, value in keys:
                if value:
                    asked[key].add(value)
        known = self._look_up(company_id, asked)
        return [next((known[key] for key in keys if key in known), None) for keys in wanted]

    def _key(self):
        return self.attribute_code if self.target == ATTRIBUTE else False, self.target

    @api.model
    def _look_up(self, company_id, asked):
        """((attribute, target), value) -> id, of values that name exactly one item that is not gone."""
        if not asked:
            return {}
        self.env["service.desk.ci"].flush_model()
        low = self._lowered({value for values in asked.values() for value in values})
        parts = [
            self._part(code, target, sorted({low[value] for value in values}), company_id)
            for (code, target), values in asked.items()
        ]
        rows = self.env.execute_query(SQL(" UNION ALL ").join(parts))
        found = {(code or False, target, value): id_ for code, target, value, id_ in rows}
        return {
            (key, value): found[(*key, low[value])]
            for key, values in asked.items()
            for value in values
            if (*key, low[value]) in found
        }

    @api.model
    def _lowered(self, values):
        """value -> the same in small letters as the database makes them: it may know fewer than Python."""
        query = SQL("SELECT value, lower(value) FROM unnest(%s) AS value", list(values))
        return dict(self.env.execute_query(query))

    @api.model
    def _part(self, code, target, values, company_id):
        """The query for the items of one attribute or column; nothing of it is joined where it can be told in a list.

        Of a landscape that has just come the database knows nothing, and joins everything with everything.
        """
        among, value, condition = SQL("service_desk_ci c"), SQL("v.value"), SQL("TRUE")
        if target == ATTRIBUTE:
            among = SQL("unnest(%s) AS v(value) JOIN service_desk_ci c ON %s", values, self._holds(code))
        else:
            value = SQL("lower(c.%s)", SQL.identifier(target))
            condition = SQL("%s = ANY(%s)", value, values)
        return SQL(
            "SELECT %s AS code, %s AS target, %s AS value, min(c.id) AS id FROM %s WHERE %s"
            " AND c.state NOT IN %s AND (c.company_id = %s OR c.company_id IS NULL) GROUP BY 3 HAVING count(*) = 1",
            code or "",
            target,
            value,
            among,
            condition,
            GONE_STATES,
            company_id,
        )

    @api.model
    def _holds(self, code):
        """That an item has the value of this attribute: as the index over all attributes has it."""
        return SQL("lower(c.attributes::text)::jsonb @> jsonb_build_object(%s, v.value)", code)
