"""The screens of incidents became those of tickets, with which every process begins."""

#: Views that look for what stands elsewhere now. The update makes those anew that still exist;
#: left in place they would stop it at the first view that it reads.
MOVED = (
    "service_desk_request_view_form_order",
    "service_desk_request_view_form_history",
    "service_desk_request_view_search_history",
)


def migrate(cr, version):
    """Drop the moved views of an earlier version."""
    cr.execute(
        """
        WITH gone AS (
            DELETE FROM ir_model_data
             WHERE module = 'service_desk' AND model = 'ir.ui.view' AND name = ANY(%s)
            RETURNING res_id
        )
        DELETE FROM ir_ui_view WHERE id IN (SELECT res_id FROM gone)
        """,
        [list(MOVED)],
    )
