from odoo import api, fields, models
from odoo.fields import Domain

from .service_desk_guide_data import DESK

_TODO = "mail.mail_activity_data_todo"


class ServiceDeskGuideUpkeepMixin(models.AbstractModel):
    """What becomes of a published guide when the article or the order that it ends with is withdrawn.

    Nobody is kept from withdrawing it, it may be wrong; whoever builds guides is told instead.
    Meanwhile people get on to a ticket at that end, as at every other.
    """

    _name = "service.desk.guide.upkeep.mixin"
    _description = "Upkeep of Guides"
    _inherit = ["mail.activity.mixin"]

    is_broken = fields.Boolean(
        string="Broken",
        compute="_compute_is_broken",
        search="_search_is_broken",
        groups=DESK,
        help="It is published, but what one of its ends leads to is not any more.",
    )

    # What the desk plans to do is its own business; those who walk the guide could see it from here.
    activity_state = fields.Selection(groups=DESK)
    activity_user_id = fields.Many2one(groups=DESK)
    activity_type_id = fields.Many2one(groups=DESK)
    activity_type_icon = fields.Char(groups=DESK)
    activity_date_deadline = fields.Date(groups=DESK)
    activity_summary = fields.Char(groups=DESK)

    @api.depends("state", "step_ids.kind", "step_ids.article_id", "step_ids.item_id")
    def _compute_is_broken(self):
        # sudo: only whether something is published.
        guides = self.sudo().with_context(active_test=False)
        broken = guides.search(Domain("id", "in", self.ids) & self._domain_broken())
        for guide in self:
            guide.is_broken = guide._origin.id in broken._ids

    @api.model
    def _search_is_broken(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: see above; which guides are shown is asked by the search itself.
        broken = Domain("id", "in", self.sudo().with_context(active_test=False)._search(self._domain_broken()))
        return broken if True in value else ~broken

    @api.model
    def _domain_broken(self):
        """Published guides one of whose ends is withdrawn; nothing else can break them, see ``_check_whole``."""
        article = Domain("kind", "=", "article") & ~Domain("article_id.is_live", "=", True)
        item = Domain("kind", "=", "catalog") & ~Domain("item_id.state", "=", "published")
        return Domain("state", "=", "published") & Domain("step_ids", "any", article | item)

    def write(self, vals):
        if "state" in vals:
            # Whoever takes it up or lets it go has seen to it.
            self.activity_unlink([_TODO])
        return super().write(vals)

    @api.model
    def _was_withdrawn(self, field, records):
        """Ask for repair where what was withdrawn is an end of a published guide.

        :param str field: of a step, that leads to ``records``
        """
        ends = Domain(field, "in", records.ids) & Domain("kind", "=", {"article_id": "article"}.get(field, "catalog"))
        # sudo: who withdraws something need not see the guides that lead to it.
        for guide in self.sudo().search(Domain("state", "=", "published") & Domain("step_ids", "any", ends)):
            user = guide._builder()
            if user and not guide.activity_search([_TODO], user_id=user.id):
                known = guide.with_context(lang=user.lang, mail_activity_quick_update=True)
                known.activity_schedule(
                    _TODO, summary=known.env._("An end of this guide was withdrawn"), user_id=user.id
                )

    def _builder(self):
        """The manager who withdraws it, else the first of the guide's company."""
        managers = self.env.ref("service_desk.group_manager").all_user_ids.filtered("active")
        here = managers.filtered(lambda user: not self.company_id or self.company_id in user.company_ids)
        return self.env.user if self.env.user in here else here.sorted("id")[:1]
