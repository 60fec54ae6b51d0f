from . import home, portal_home, portal_new, portal_ticket, portal_tickets
