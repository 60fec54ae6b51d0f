from . import service_desk_resolve_wizard
from . import service_desk_sla_agree_wizard
from . import service_desk_sla_apply_wizard
from . import service_desk_sla_try_wizard
from . import service_desk_sla_breach_wizard
