from . import service_desk_affected_wizard
