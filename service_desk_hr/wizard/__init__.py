from . import service_desk_journey_wizard
