from odoo import fields, models

from .service_desk_problem_data import PROBLEM_LIFECYCLE, PROBLEM_STATES


class ServiceDeskProblem(models.Model):
    """What lies behind incidents: a cause to be found, lived with, and removed.

    Divided by subject: its incidents, the search for the cause, the workaround, the fix, the review
    and its article have mixins of their own.
    """

    _name = "service.desk.problem"
    _description = "Problem"
    _inherit = [
        "service.desk.problem.incident.mixin",
        "service.desk.problem.cause.mixin",
        "service.desk.problem.workaround.mixin",
        "service.desk.problem.fix.mixin",
        "service.desk.problem.review.mixin",
        "service.desk.problem.article.mixin",
        "service.desk.ticket",
    ]

    _lifecycle = PROBLEM_LIFECYCLE
    _number_code = "service.desk.problem"

    # Not tracked: the door writes each move into the history, with who, when and why.
    state = fields.Selection(
        PROBLEM_STATES,
        default="new",
        required=True,
        copy=False,
        index=True,
        group_expand="_group_expand_state",
    )
    parent_id = fields.Many2one(
        "service.desk.problem",
        check_company=True,
        index="btree_not_null",
        tracking=True,
        help="The problem that stands for all of them.",
    )
    child_ids = fields.One2many("service.desk.problem", "parent_id", string="Children")
    merged_into_id = fields.Many2one("service.desk.problem", readonly=True, copy=False, index="btree_not_null")
    previous_id = fields.Many2one(
        "service.desk.problem",
        string="Continues",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The closed problem whose cause came back.",
    )
    worklog_ids = fields.One2many("service.desk.worklog", "problem_id", groups="service_desk.group_agent")
    answer_ids = fields.One2many("service.desk.answer", "problem_id", groups="service_desk.group_agent")
    transition_ids = fields.One2many("service.desk.transition", "problem_id", groups="service_desk.group_agent")
    task_ids = fields.One2many("service.desk.task", "problem_id", string="Tasks", groups="service_desk.group_agent")
