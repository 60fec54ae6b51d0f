from . import hr_departure_wizard, service_desk_journey_wizard
