from odoo import api, models
from odoo.exceptions import AccessError, UserError

from .. import plan_rules
from ..lifecycle import OPEN_PHASES
from .service_desk_process_data import TICKET_COLUMNS
from .service_desk_task_data import MANUAL, NEW_TASK_FIELDS, OPEN_TASK_FIELDS


class ServiceDeskTaskDoorMixin(models.AbstractModel):
    """What people may write on tasks, and to which tickets they may add some."""

    _name = "service.desk.task.door.mixin"
    _description = "Door of Tasks"

    @api.model
    def default_get(self, fields):
        """Nothing but what people may say themselves is taken from the client's context."""
        values = super().default_get(fields)
        own_defaults = self.env(context={})[self._name]
        for name in values.keys() - (self._open_fields(is_new=True) - {"state"}):
            default = self._fields[name].default
            values[name] = default(own_defaults) if default else False
        return values

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]
        for vals in vals_list:
            self._check_open_fields(vals, is_new=True)
        self._check_tickets(vals_list)
        self._fill_from_tickets(vals_list)
        tasks = super().create(vals_list)
        tasks._check_kind()
        tasks._update_readiness()
        return tasks

    def write(self, vals):
        self._check_open_fields(vals)
        result = super().write(vals)
        if "predecessor_ids" in vals:
            self._update_readiness()
        return result

    @api.model
    def _open_fields(self, is_new=False):
        """What people may write. Extend for fields of other addons that are not facts."""
        return NEW_TASK_FIELDS if is_new else OPEN_TASK_FIELDS

    @api.model
    def _check_open_fields(self, vals, is_new=False):
        """People say what is to do, by whom and until when; the rest is the desk's.

        Were kinds, keys and dates writable, an RPC client could let the server act, or forge what
        happened.
        """
        if self.env.su:
            return
        known = {name: vals[name] for name in vals if name in self._fields}
        for harmless, value in (("kind", MANUAL), ("state", plan_rules.WAITING)):
            if is_new and known.get(harmless) == value:
                known.pop(harmless)
        forged = sorted(known.keys() - self._open_fields(is_new))
        if forged:
            names = ", ".join(self._fields[name]._description_string(self.env) for name in forged)
            raise AccessError(self.env._("The desk keeps these by itself, they cannot be set: %s.", names))

    @api.model
    def _check_tickets(self, vals_list):
        """Nobody adds work to a ticket that they may not work on, or that is over."""
        if self.env.su:
            return
        for model, column in TICKET_COLUMNS.items():
            tickets = self.env[model].browse({vals[column] for vals in vals_list if vals.get(column)})
            tickets.check_access("write")
            over = tickets.filtered(lambda ticket: ticket.phase not in OPEN_PHASES)
            if over:
                raise UserError(self.env._("%s is over already.", over[0].display_name))

    @api.model
    def _fill_from_tickets(self, vals_list):
        """Company and team of the ticket, where nothing else is said."""
        for model, column in TICKET_COLUMNS.items():
            theirs = [vals for vals in vals_list if vals.get(column)]
            # sudo: reads company and team of tickets that were checked above.
            tickets = self.env[model].sudo().browse({vals[column] for vals in theirs})
            by_id = {ticket.id: ticket for ticket in tickets}
            for vals in theirs:
                ticket = by_id[vals[column]]
                vals["company_id"] = ticket.company_id.id
                vals["team_id"] = vals.get("team_id") or ticket.team_id.id
        for vals in vals_list:
            vals["last_attempt"] = vals.get("max_attempts") or 5

    @api.model
    def _add(self, vals_list):
        """Create tasks for the desk's own code, with the predecessors it names: those without
        any are ready at once.

        :param vals_list: as for ``create``, all fields allowed
        """
        # sudo: the caller has decided; people cannot create tasks of all kinds themselves.
        return self.sudo().create(vals_list)
