from . import service_desk_sla_agree_wizard
