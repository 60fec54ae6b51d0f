from odoo import fields, models


class ServiceDeskTeam(models.Model):
    """What a team's mails to requesters say besides the words of its people."""

    _name = "service.desk.team"
    _inherit = ["service.desk.team"]

    notice_ids = fields.One2many(
        "service.desk.team.notice",
        "team_id",
        string="Mails to Requesters",
        help="What is not listed is said in the desk's usual words.",
    )
    mail_footer = fields.Html(translate=True, sanitize_style=True, help="Below every mail of this team to requesters.")
