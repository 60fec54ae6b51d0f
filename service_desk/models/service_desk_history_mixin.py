from odoo import fields, models


class ServiceDeskHistoryMixin(models.AbstractModel):
    """Where a ticket comes from that began its life in another tool.

    Tool and number together are its identity: a second import of the same ticket finds it and
    leaves it alone.
    """

    _name = "service.desk.history.mixin"
    _description = "Ticket from Another Tool"

    import_id = fields.Many2one(
        "service.desk.import",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups="service_desk.group_manager",
        help="The import that brought it.",
    )
    external_tool = fields.Char(readonly=True, copy=False, groups="service_desk.group_agent")
    external_number = fields.Char(
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups="service_desk.group_agent",
        help="Its number in the other tool.",
    )
    external_facts = fields.Text(
        readonly=True,
        copy=False,
        groups="service_desk.group_agent",
        help="What the other tool knew that has no field here.",
    )

    _external_uniq = models.UniqueIndex(
        "(company_id, external_tool, external_number) WHERE external_number IS NOT NULL",
        "This ticket of the other tool is here already.",
    )

    def _loads_history(self):
        """Whether tickets of the past are being written.

        History was routed, assigned and answered long ago; rules and notices leave it alone. Only
        the server's own code may say so.
        """
        return self.env.su and bool(self.env.context.get("service_desk_history"))

    def _after_load(self):
        """Everything that follows when tickets of another tool are here with their history. Extend."""

    def _ended_elsewhere(self):
        """Those that were resolved before they came here; nobody is asked how *we* did."""
        # sudo: where a ticket comes from is for managers; here it only decides about a notice.
        return self.filtered(
            lambda ticket: (
                ticket.sudo().external_number
                and ticket.date_resolved
                and ticket.date_resolved < ticket.create_date.replace(microsecond=0)
            )
        )
