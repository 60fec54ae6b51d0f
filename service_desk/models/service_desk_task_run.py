from odoo import fields, models

from .service_desk_task_data import RUN_OUTCOMES, RUNNING


class ServiceDeskTaskRun(models.Model):
    """One attempt of an automatic step: when, under which key, and what became of it.

    Written by the runner alone, which stores the row before anything happens; nobody edits it.
    """

    _name = "service.desk.task.run"
    _description = "Attempt of a Task"
    _inherit = ["service.desk.own.defaults.mixin", "service.desk.export.mixin"]
    _order = "task_id, attempt desc"
    _rec_name = "attempt"
    _log_access = False

    task_id = fields.Many2one("service.desk.task", required=True, index=True, ondelete="cascade")
    attempt = fields.Integer(required=True)
    key = fields.Char(required=True, help="The same in all attempts, so that a receiver can tell.")
    date_start = fields.Datetime(string="Started", required=True)
    date_end = fields.Datetime(string="Ended")
    outcome = fields.Selection(RUN_OUTCOMES, required=True, default=RUNNING)
    detail = fields.Text()

    _attempt_uniq = models.Constraint("UNIQUE(task_id, attempt)", "This attempt is already on record.")
