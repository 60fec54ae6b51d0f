from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import is_html_empty

from ..lifecycle import AGENT, MANAGER, PHASES, SYSTEM


def _is_blank(value):
    """Nothing there, or HTML that shows nothing."""
    return not value or (isinstance(value, str) and is_html_empty(value))


class ServiceDeskLifecycleMixin(models.AbstractModel):
    """The one door for state.

    The host declares ``_lifecycle`` (a :class:`~..lifecycle.Lifecycle`) and a ``state`` selection.
    Whatever changes the state, a button, a drag in the kanban, an RPC client, a mail or a job,
    arrives in :meth:`write` and passes the same checks. What is written along with a move is
    written just before it, so that the checks see the record as it will be. Timestamps and
    everything else that must follow a move hang on :meth:`_door_values` and :meth:`_after_moves`
    and nowhere else.
    """

    _name = "service.desk.lifecycle.mixin"
    _description = "Lifecycle"

    _lifecycle = None

    phase = fields.Selection(
        PHASES,
        compute="_compute_phase",
        store=True,
        precompute=True,
        index=True,
        help="What the state means to clocks and queues.",
    )

    @api.depends("state")
    def _compute_phase(self):
        for record in self:
            record.phase = self._lifecycle.phases.get(record.state)

    # -- CRUD --------------------------------------------------------------------------------

    @api.model
    def default_get(self, fields):
        """A life begins where the lifecycle says, whatever a client's context would like."""
        values = super().default_get(fields)
        if "state" in values:
            values["state"] = self._lifecycle.initial
        return values

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            self._check_birth(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        if "state" not in vals:
            return super().write(vals)
        target = vals["state"]
        moving = self.filtered(lambda record: record.state != target)
        staying = self - moving
        if staying:
            super(ServiceDeskLifecycleMixin, staying).write(vals)
        if not moving:
            return True
        # What is written along comes first: the door looks at the record as it is then.
        others = {name: value for name, value in vals.items() if name != "state"}
        if others:
            super(ServiceDeskLifecycleMixin, moving).write(others)
        moving._check_moves(target, self._door_roles())
        sources = {record.id: record.state for record in moving}
        # One UPDATE per distinct set of values that follow from the move; what was written along wins.
        for extra, records in moving._grouped_by_door_values(target).items():
            follows = {name: value for name, value in extra if name not in others}
            super(ServiceDeskLifecycleMixin, records).write({**follows, "state": target})
        moving._after_moves(sources, target)
        return True

    # -- The door ----------------------------------------------------------------------------

    def _grouped_by_door_values(self, target):
        """Records by what else changes on them when they move, as a tuple of pairs."""
        return self.grouped(lambda record: tuple(sorted(record._door_values(target).items())))

    def _check_moves(self, target, roles):
        """Refuse what the lifecycle does not allow.

        :param str target: the state asked for
        :param set roles: who is asking, see :mod:`..lifecycle`
        :raise UserError: when there is no such move, or something it needs is missing
        :raise AccessError: when the move exists but not for these roles
        """
        for source, records in self.grouped("state").items():
            move = records._find_move(source, target, roles)
            records._check_needs(move)
            if move.guard:
                getattr(records, move.guard)(roles)

    def _find_move(self, source, target, roles):
        """The rule for this change of state.

        :raise UserError: when there is no such move
        :raise AccessError: when the move exists but not for these roles
        """
        move = self._lifecycle.move(source, target)
        if not move:
            raise UserError(self._text_no_such_move(source, target))
        if SYSTEM not in roles and not roles & set(move.roles):
            raise AccessError(self._text_not_your_move(source, target))
        return move

    def _check_needs(self, move):
        """Raise when a field that ``move`` needs is empty."""
        for record in self:
            missing = [name for name in move.needs if _is_blank(record[name])]
            if missing:
                labels = self.fields_get(missing, ["string"])
                raise UserError(
                    self.env._(
                        "%(record)s cannot become %(state)s yet. Please fill in: %(fields)s.",
                        record=record.display_name,
                        state=self._state_label(move.target),
                        fields=", ".join(labels[name]["string"] for name in missing),
                    )
                )

    @api.model
    def _check_birth(self, vals_list):
        """People start a life at its beginning; only the server's own code may load a later one."""
        for vals in vals_list:
            state = vals.get("state", self._lifecycle.initial)
            if state != self._lifecycle.initial:
                raise UserError(
                    self.env._(
                        "Everything new starts as %(initial)s, not as %(state)s.",
                        initial=self._state_label(self._lifecycle.initial),
                        state=self._state_label(state),
                    )
                )

    @api.model
    def _door_roles(self):
        """In which roles the current user stands at the door."""
        if self.env.su:
            return {SYSTEM}
        user = self.env.user
        roles = set()
        if user.has_group("service_desk.group_agent"):
            roles.add(AGENT)
        if user.has_group("service_desk.group_manager"):
            roles.add(MANAGER)
        return roles

    # -- Hooks -------------------------------------------------------------------------------

    def _door_values(self, target):
        """What else changes on this one record when it moves to ``target`` (hashable values).

        Called before the write; extend it to stamp dates and clear what no longer holds.
        """
        self.ensure_one()
        return {}

    def _after_moves(self, sources, target):
        """Everything that follows a move: history, notices, clocks. Extend, keep it in bulk.

        :param dict sources: record id -> the state it came from
        :param str target: the state all records of ``self`` are in now
        """

    @api.model
    def _now(self):
        """The transaction's time in whole seconds, the same for all that happens in it."""
        return self.env.cr.now().replace(microsecond=0)

    # -- Words -------------------------------------------------------------------------------

    @api.model
    def _state_label(self, state):
        """The state's name in the user's language; the raw value when there is no such state."""
        selection = self.fields_get(["state"], ["selection"])["state"]["selection"]
        return dict(selection).get(state, state)

    def _text_no_such_move(self, source, target):
        allowed = ", ".join(map(self._state_label, self._lifecycle.targets(source)))
        if not allowed:
            return self.env._(
                "%(record)s is %(current)s, which is final: it cannot become %(target)s.",
                record=self[0].display_name,
                current=self._state_label(source),
                target=self._state_label(target),
            )
        return self.env._(
            "%(record)s is %(current)s and cannot become %(target)s. From here it can become: %(allowed)s.",
            record=self[0].display_name,
            current=self._state_label(source),
            target=self._state_label(target),
            allowed=allowed,
        )

    def _text_not_your_move(self, source, target):
        return self.env._(
            "You may not move %(record)s from %(current)s to %(target)s.",
            record=self[0].display_name,
            current=self._state_label(source),
            target=self._state_label(target),
        )
