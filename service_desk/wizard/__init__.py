from . import mail_compose_message
from . import service_desk_ticket_wizard
from . import service_desk_resolve_wizard
from . import service_desk_resolve_wizard_line
from . import service_desk_hold_wizard
from . import service_desk_cancel_wizard
from . import service_desk_escalate_wizard
from . import service_desk_merge_wizard
