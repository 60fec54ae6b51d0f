"""The number of a telephone has a code of its own: in a sheet, “number” is that of the item."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Rename the attribute that phones come with, and what is kept by it."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    attribute = env.ref("service_desk_cmdb.ci_attribute_phone_number", raise_if_not_found=False)
    if not attribute or attribute.code != "number":
        return
    # By SQL: people may not rename what items have values for.
    cr.execute("UPDATE service_desk_ci_attribute SET code = 'phone_number' WHERE id = %s", [attribute.id])
    cr.execute(
        """
        UPDATE service_desk_ci
           SET attributes = (attributes - 'number') || jsonb_build_object('phone_number', attributes -> 'number')
         WHERE class_id IN %s AND jsonb_exists(attributes, 'number')
        """,
        [attribute._classes()],
    )
    env.invalidate_all()
    attribute.class_id._define()
