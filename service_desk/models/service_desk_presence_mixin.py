from odoo import models
from odoo.tools import SQL

#: A colleague who was not heard of for this long is gone.
PRESENCE_SECONDS = 45


class ServiceDeskPresenceMixin(models.AbstractModel):
    """Tells an agent who else is on the ticket right now."""

    _name = "service.desk.presence.mixin"
    _description = "Who Is on a Ticket"

    def announce_presence(self):
        """Note that the current user has this ticket open, and tell who else has.

        :return: list of ``{"id", "name"}`` of other users seen in the last seconds
        :raise AccessError: for those who may not work on the ticket
        """
        self.ensure_one()
        self.check_access("write")
        place = {"model": self._name, "res_id": self.id, "uid": self.env.uid}
        # One row a user and ticket, written without the ORM: it is read for seconds only and
        # must not mark anything as changed.
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO service_desk_presence (res_model, res_id, user_id, date_seen)
                VALUES (%(model)s, %(res_id)s, %(uid)s, now() AT TIME ZONE 'UTC')
                ON CONFLICT (res_model, res_id, user_id)
                DO UPDATE SET date_seen = EXCLUDED.date_seen
                """,
                **place,
            ),
            # Two tabs of one person may meet here; the request is simply run again.
            log_exceptions=False,
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT u.id, p.name
                  FROM service_desk_presence s
                  JOIN res_users u ON u.id = s.user_id
                  JOIN res_partner p ON p.id = u.partner_id
                 WHERE s.res_model = %(model)s
                   AND s.res_id = %(res_id)s
                   AND s.user_id != %(uid)s
                   AND s.date_seen > now() AT TIME ZONE 'UTC' - make_interval(secs => %(seconds)s)
              ORDER BY p.name
                """,
                seconds=PRESENCE_SECONDS,
                **place,
            )
        )
        return [{"id": user_id, "name": name} for user_id, name in rows]
