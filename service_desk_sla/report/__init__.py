from . import service_desk_sla_report
