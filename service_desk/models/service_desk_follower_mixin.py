from odoo import api, models
from odoo.tools import SQL

#: Context of a ``create`` of many tickets, whose assignees are made followers all at once.
IN_BULK = "service_desk_in_bulk"


class ServiceDeskFollowerMixin(models.AbstractModel):
    """Who hears of what is said on a ticket: its requester and its assignee.

    A change of one ticket tells the new assignee by mail, as everywhere in Odoo. A bulk change
    tells nobody, and takes one query for the followers of all tickets; stock Odoo takes several
    for each.
    """

    _name = "service.desk.follower.mixin"
    _description = "Ticket Followers"

    @api.model_create_multi
    def create(self, vals_list):
        # Whoever writes down a call need not follow it; the requester does.
        context = {"mail_create_nosubscribe": True, IN_BULK: len(vals_list) > 1}
        tickets = super(ServiceDeskFollowerMixin, self.with_context(**context)).create(vals_list)
        tickets = tickets.with_env(self.env)
        # sudo: a ticket may have gone to a team whose tickets its creator does not see.
        tickets.sudo()._follow_requesters()
        if len(tickets) > 1 and not self.env.context.get("tracking_disable"):
            tickets.sudo()._follow_assignees()
        return tickets

    def write(self, vals):
        if "requester_id" not in vals:
            return super().write(vals)
        former = {ticket: ticket._asking_partners() for ticket in self}
        result = super().write(vals)
        self._follow_requesters()
        for ticket, partners in former.items():
            # Whoever it is no longer about need not hear of it any more.
            gone = partners - ticket._asking_partners()
            ticket.message_unsubscribe(partner_ids=gone.ids)
        return result

    def _is_quiet(self):
        """Whether a change of these tickets mails nobody: one of many, unless its caller asks."""
        return len(self) > 1 and not self.env.context.get("service_desk_notify")

    def _message_auto_subscribe_followers(self, updated_values, default_subtype_ids):
        if self.env.context.get(IN_BULK):
            return []
        return super()._message_auto_subscribe_followers(updated_values, default_subtype_ids)

    def _follow_requesters(self):
        """Requesters hear of what is said on their tickets."""
        pairs = [(ticket.id, ticket.requester_id.id) for ticket in self if ticket.requester_id]
        self._add_followers(pairs, [self._comment_subtype_id()])

    def _follow_assignees(self):
        """Assignees hear of everything that colleagues hear of by default."""
        pairs = [(ticket.id, ticket.user_id.partner_id.id) for ticket in self if ticket.user_id.active]
        subtypes = self.env["mail.message.subtype"]
        _children, default_ids, *_others = subtypes._get_auto_subscription_subtypes(self._name)
        self._add_followers(pairs, default_ids)

    @api.model
    def _add_followers(self, pairs, subtype_ids):
        """Let people follow tickets, and leave those alone who follow already.

        :param list pairs: ids of a ticket and of a partner
        :param list subtype_ids: what kinds of messages they hear of
        """
        if not pairs:
            return
        self.env.cr.execute(
            SQL(
                """
                WITH follower AS (
                    INSERT INTO mail_followers (res_model, res_id, partner_id)
                    SELECT %s, ticket_id, partner_id
                      FROM unnest(%s::int[], %s::int[]) AS pair(ticket_id, partner_id)
                        ON CONFLICT (res_model, res_id, partner_id) DO NOTHING
                 RETURNING id
                )
                INSERT INTO mail_followers_mail_message_subtype_rel
                            (mail_followers_id, mail_message_subtype_id)
                SELECT follower.id, subtype_id
                  FROM follower CROSS JOIN unnest(%s::int[]) AS subtype(subtype_id)
                """,
                self._name,
                [ticket_id for ticket_id, _partner_id in pairs],
                [partner_id for _ticket_id, partner_id in pairs],
                subtype_ids,
            )
        )
        self.browse(ticket_id for ticket_id, _partner_id in pairs).invalidate_recordset(
            ["message_follower_ids", "message_partner_ids", "message_is_follower"], flush=False
        )
