from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.service_desk import plan_rules
from odoo.addons.service_desk.models.service_desk_task_data import MANUAL

HAND_OUT, TAKE_BACK = "hand_out", "take_back"
HANDINGS = [(HAND_OUT, "Hands Out"), (TAKE_BACK, "Takes Back")]


class ServiceDeskTask(models.Model):
    """Some tasks are steps of a continuity plan, and some hand things to people or take them back."""

    _inherit = "service.desk.task"

    invocation_id = fields.Many2one(
        "service.desk.continuity.invocation",
        string="Continuity Plan",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    ci_ids = fields.Many2many(
        "service.desk.ci",
        "service_desk_task_ci_rel",
        "task_id",
        "ci_id",
        string="Items",
        copy=False,
        check_company=True,
        help="What is handed out by it, or taken back: with its end it is on record who uses them.",
    )
    handing = fields.Selection(HANDINGS, compute="_compute_handing")

    def _owners(self):
        owners = super()._owners()
        # sudo: told of the end by the desk itself.
        return owners | {self.invocation_id.sudo()} if self.invocation_id else owners

    @api.model
    def _open_fields(self, is_new=False):
        return super()._open_fields(is_new) | {"ci_ids"}

    # -- From hand to hand -----------------------------------------------------------------------

    def _handing(self):
        """Work for a request done by hand may hand something to whoever gets what was ordered."""
        handing = super()._handing()
        if handing or self.kind != MANUAL or not self.request_id or self.access_id:
            return handing
        # sudo: who gets it; whoever has the task hands it over.
        return HAND_OUT, self.sudo().request_id.requester_id

    @api.depends("kind", "request_id", "access_id")
    def _compute_handing(self):
        for task in self:
            verb, people = task._handing() or (False, None)
            task.handing = verb if people else False

    def _items_held(self):
        """What the person of this task has, of all that whoever asks may see."""
        _verb, people = self._handing() or (None, None)
        return self.env["service.desk.ci"]._used_by(people) if people else self.ci_ids.browse()

    def _items_asked(self):
        """Of these all but what another open task takes back: nothing that nobody knows the way of is forgotten."""
        return self._items_held() - self._undone_elsewhere().ci_ids

    def _may_take(self, item):
        """Whether the task may name an item: things of another company are taken back over there."""
        return item.company_id in (item.company_id.browse(), self.company_id)

    def _takeable(self):
        found = super()._takeable()
        people = {task: (task._handing() or (None, None)) for task in self}
        takers = {task: contacts for task, (verb, contacts) in people.items() if verb == TAKE_BACK and contacts}
        items = self.env["service.desk.ci"]._used_by(self.env["res.partner"].union(*takers.values()))
        for task, contacts in takers.items():
            found[task] |= {
                item._key_in_hand(): f"{item.class_id.name}: {item._name_in_hand()}"
                for item in items
                if item.user_partner_id in contacts and task._may_take(item)
            }
        return found

    def _name_taken(self, keys):
        """Items go where the dialog of the desk puts them, and from there the same way."""
        result = super()._name_taken(keys)
        verb, people = self._handing() or (None, None)
        if verb == TAKE_BACK and people:
            items = self.env["service.desk.ci"]._used_by(people)
            self.ci_ids = items.filtered(lambda item: item._key_in_hand() in keys)
        return result

    def _check_moves(self, target, roles):
        if target == plan_rules.DONE:
            for task in self.filtered("ci_ids"):
                task._check_items()
        return super()._check_moves(target, roles)

    def _check_items(self):
        """:raise UserError: when one of the items is not to be had, or with somebody else"""
        verb, people = self._handing() or (None, None)
        if not people:
            raise UserError(self.env._("“%s” hands nothing to anybody. Remove the items.", self.name))
        self.ci_ids.check_access("read")
        for item in self.ci_ids:
            # sudo: who has it, for whoever may read the item
            user = item.sudo().user_partner_id
            if item._is_gone():
                raise UserError(self.env._("%s is not in use any more.", item.display_name))
            if user and user not in people:
                raise UserError(
                    self.env._("%(item)s is with %(person)s.", item=item.display_name, person=user.display_name)
                )
            if verb == TAKE_BACK and not user:
                raise UserError(self.env._("%s is with nobody.", item.display_name))

    def _after_moves(self, sources, target):
        if target == plan_rules.DONE:
            # First of all: who is told of the end asks what is still with the person.
            self._hand_items()
        result = super()._after_moves(sources, target)
        if target == plan_rules.CANCELLED and self.env.context.get("service_desk_tasks_dropped"):
            self.sudo().invocation_id._tasks_dropped()  # sudo: told of the end by the desk itself
        return result

    def _hand_items(self):
        """Put on record who has the items of these tasks from now on."""
        # sudo: agents do not keep items, but whoever does the task has the thing in hand; checked above.
        for task in self.sudo().filtered("ci_ids"):
            verb, people = task._handing()
            task.ci_ids._hand_over(people[:1] if verb == HAND_OUT else people.browse(), task.number)
