from . import import_sample, portal_person, portal_team
