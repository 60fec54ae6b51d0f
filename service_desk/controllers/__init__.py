from . import home, portal_approvals, portal_home, portal_new, portal_open, portal_ticket, portal_tickets
