from odoo import models
from odoo.tools import SQL


class ServiceDeskAccessReviewOpenMixin(models.AbstractModel):
    """Opens a review: a line for each access, each before those who decide about it.

    Two statements, however many people hold something. The holder of a line never decides it:
    where nobody else is named its owner does, where that is the holder too the access managers do.
    """

    _name = "service.desk.access.review.open.mixin"
    _description = "Opening a Review"

    def _open_lines(self):
        """Write the lines and who decides them."""
        self.ensure_one()
        self.env.flush_all()
        self._insert_lines()
        self._let_count("service_desk_access_review_line")
        self._insert_reviewers()
        self._let_count("service_desk_review_line_reviewer_rel")
        self.env.invalidate_all(flush=False)

    def _insert_lines(self):
        accesses = self.env["service.desk.access"]._search(self._scope_domain())
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO service_desk_access_review_line
                       (review_id, access_id, partner_id, entitlement_id, company_id, date_granted,
                        create_uid, create_date, write_uid, write_date)
                SELECT %(review)s, a.id, a.partner_id, a.entitlement_id, a.company_id, a.date_granted,
                       %(user)s, %(now)s, %(user)s, %(now)s
                  FROM service_desk_access a
                 WHERE a.id IN %(accesses)s
                """,
                review=self.id,
                user=self.env.uid,
                now=self.env.cr.now(),
                accesses=accesses.subselect(),
            )
        )

    def _insert_reviewers(self):
        """Put people before each line, never the holder: the reviewers, else the owner.

        In one statement, so that it does not look at the table that it is filling.
        """
        self.env.cr.execute(
            SQL(
                """
                WITH named AS MATERIALIZED (
                    SELECT l.id AS line_id, u.id AS user_id
                      FROM service_desk_access_review_line l
                      JOIN service_desk_entitlement_reviewer_rel s ON s.entitlement_id = l.entitlement_id
                      JOIN res_users u ON u.id = s.user_id
                     WHERE l.review_id = %(review)s AND u.active AND u.partner_id != l.partner_id
                )
                INSERT INTO service_desk_review_line_reviewer_rel (line_id, user_id)
                SELECT line_id, user_id FROM named
                 UNION ALL
                SELECT l.id, u.id
                  FROM service_desk_access_review_line l
                  JOIN service_desk_entitlement s ON s.id = l.entitlement_id
                  JOIN res_users u ON u.id = s.owner_id
                 WHERE l.review_id = %(review)s AND u.active AND u.partner_id != l.partner_id
                   AND NOT EXISTS (SELECT FROM named n WHERE n.line_id = l.id)
                """,
                review=self.id,
            )
        )

    def _let_count(self, table):
        """Tell PostgreSQL how many rows there are now.

        It believes that a table is as empty as it was before; with tens of thousands of new rows it
        would take minutes for the next question about them.
        """
        self.env.cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))
