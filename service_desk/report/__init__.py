from . import service_desk_report
