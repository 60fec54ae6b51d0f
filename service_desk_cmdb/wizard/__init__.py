from . import service_desk_affected_wizard
from . import service_desk_license_assign_wizard
