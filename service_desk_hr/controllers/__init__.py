from . import portal_person, portal_team
