from . import service_desk_sla_report
from . import service_desk_report
