from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    service_desk_autoclose_days = fields.Integer(related="company_id.service_desk_autoclose_days", readonly=False)
    service_desk_reopen_days = fields.Integer(related="company_id.service_desk_reopen_days", readonly=False)
    service_desk_change_medium_from = fields.Integer(
        related="company_id.service_desk_change_medium_from", readonly=False
    )
    service_desk_change_high_from = fields.Integer(related="company_id.service_desk_change_high_from", readonly=False)
    service_desk_change_history_percent = fields.Integer(
        related="company_id.service_desk_change_history_percent", readonly=False
    )
    service_desk_ask_rating = fields.Boolean(related="company_id.service_desk_ask_rating", readonly=False)
    service_desk_agents_land = fields.Boolean(related="company_id.service_desk_agents_land", readonly=False)
    service_desk_portal_lands = fields.Boolean(related="company_id.service_desk_portal_lands", readonly=False)
    service_desk_acknowledge = fields.Boolean(related="company_id.service_desk_acknowledge", readonly=False)
    service_desk_mail_link = fields.Selection(
        related="company_id.service_desk_mail_link", readonly=False, required=True
    )
    service_desk_mail_link_days = fields.Integer(related="company_id.service_desk_mail_link_days", readonly=False)
    service_desk_digest_hour = fields.Integer(related="company_id.service_desk_digest_hour", readonly=False)
    service_desk_mail_limit = fields.Integer(related="company_id.service_desk_mail_limit", readonly=False)
    service_desk_mail_must_prove = fields.Boolean(related="company_id.service_desk_mail_must_prove", readonly=False)
    service_desk_mail_auth_server = fields.Char(related="company_id.service_desk_mail_auth_server", readonly=False)
    service_desk_article_four_eyes = fields.Boolean(related="company_id.service_desk_article_four_eyes", readonly=False)
    service_desk_article_review_months = fields.Integer(
        related="company_id.service_desk_article_review_months", readonly=False
    )
    service_desk_public_knowledge = fields.Boolean(related="company_id.service_desk_public_knowledge", readonly=False)
    service_desk_portal_max_file_mb = fields.Integer(
        string="Largest File on the Portal",
        config_parameter="service_desk.portal_max_file_mb",
        default=25,
        help="In MB. 0 stands for the usual 25.",
    )
    service_desk_portal_max_files = fields.Integer(
        string="Files at a Time on the Portal",
        config_parameter="service_desk.portal_max_files",
        default=10,
        help="0 stands for the usual 10.",
    )
    service_desk_on_freeze = fields.Selection(related="company_id.service_desk_on_freeze", readonly=False)
    service_desk_on_service = fields.Selection(related="company_id.service_desk_on_service", readonly=False)
    service_desk_on_outage = fields.Selection(related="company_id.service_desk_on_outage", readonly=False)
    service_desk_on_related = fields.Selection(related="company_id.service_desk_on_related", readonly=False)
    service_desk_on_people = fields.Selection(related="company_id.service_desk_on_people", readonly=False)
    service_desk_on_window = fields.Selection(related="company_id.service_desk_on_window", readonly=False)
