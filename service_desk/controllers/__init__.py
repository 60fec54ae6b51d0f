from . import (
    home,
    portal_access,
    portal_access_review,
    portal_approvals,
    portal_cart,
    portal_catalog,
    portal_home,
    portal_new,
    portal_open,
    portal_order,
    portal_ticket,
    portal_tickets,
)
