"""What sources tell of configuration items, and how far their imports are."""

#: Own columns of items that sources may tell -> the usual words for them, as ``sheets.headings.plain``
#: gives them: English, then French, Dutch, German, Spanish.
COLUMNS = {
    "name": ("name", "itemname", "ciname", "device", "devicename", "nom", "naam", "bezeichnung", "nombre"),
    "serial_number": (
        *("serialnumber", "serial", "serialno", "sn", "servicetag", "numerodeserie", "nodeserie", "serienummer"),
        *("seriennummer", "numerodeserie"),
    ),
    "asset_tag": ("assettag", "asset", "assetnumber", "inventorynumber", "inventory", "inventarisnummer"),
    "manufacturer": ("manufacturer", "vendor", "make", "brand", "fabricant", "fabrikant", "hersteller", "fabricante"),
    "model_name": ("modelname", "model", "modele", "modell", "modelo"),
    "version": ("version", "release", "versie"),
    "state": ("state", "status", "lifecycle", "etat", "statut", "zustand", "estado"),
    "environment": ("environment", "env", "environnement", "omgeving", "umgebung", "entorno"),
    "criticality": ("criticality", "criticite", "kritikalitat", "criticidad"),
    "owner_id": ("owner", "ownerid", "responsible", "proprietaire", "eigenaar", "verantwortlich", "propietario"),
    "user_partner_id": ("usedby", "user", "assignedto", "utilisateur", "gebruiker", "benutzer", "usuario"),
    "team_id": ("supportteam", "team", "teamid", "supportgroup", "equipe", "equipo"),
    "supplier_id": ("supplier", "supplierid", "fournisseur", "leverancier", "lieferant", "proveedor"),
    "location_id": ("location", "locationid", "standsin", "site", "place", "lieu", "locatie", "standort", "ubicacion"),
    "date_bought": ("boughton", "datebought", "purchasedate", "purchased", "dateachat", "kaufdatum"),
    "date_warranty_end": ("warrantyuntil", "datewarrantyend", "warrantyend", "warranty", "garantie"),
}
#: Columns that are no value of an item but say which one, and what it is.
TELLING = {
    "number": ("number", "cinumber", "cinr", "numero", "nummer"),
    "class": ("class", "classid", "ciclass", "type", "citype", "category", "classe", "klasse", "clase"),
}
#: A cell under one of these is never an attribute's.
RESERVED = frozenset({*COLUMNS, *TELLING, "class_id"})
#: What a row says in short, and what relations may name another by.
KEYS = ("number", "name", "serial_number", "asset_tag")
TEXTS = ("name", "serial_number", "asset_tag", "manufacturer", "model_name", "version")
DATES = ("date_bought", "date_warranty_end")
CHOICES = ("state", "environment", "criticality")
LINKS = ("owner_id", "user_partner_id", "team_id", "supplier_id", "location_id")
#: In place of a source's code where the desk itself has set the state, for nobody has seen the item any more.
UNSEEN = "-unseen"

RETIRE_STATES = [("missing", "Missing"), ("retired", "Retired")]

#: An inventory of 100,000 things has so much; what is larger is something else.
MAX_MB = 64
MAX_ROWS = 100_000
#: Names and numbers; what is longer stands in the wrong column.
MAX_TEXT = 500
#: Others named in one cell.
MAX_RELATIONS = 200
#: Rows that a program may send at once.
MAX_SENT = 2000
#: Rows between two commits.
ROW_BATCH = 500
#: Rank of the rows of what is no location; those of locations are below, the outermost first.
RANK_OTHERS = 1000
#: Sheets with at most so many rows are looked at while the person waits; larger ones by the job.
CHECKED_AT_ONCE = 1000
#: What was never started is cleared away after so many days, what is done after so many.
KEPT_DRAFT_DAYS, KEPT_DONE_DAYS = 30, 180

#: Nothing happens to the rows of an import: neither a job nor a person changes them.
STILL_STATES = ("checked", "done")
IMPORT_STATES = [
    ("draft", "Draft"),
    ("checking", "Checking"),
    ("checked", "Checked"),
    ("running", "Running"),
    ("done", "Done"),
]
#: Stands in the context where a source writes, not a person. No client can send it: it is this very object.
BY_SOURCE = object()
#: A row was read; was looked at and may go in; stands in and its relations are to come; is all in; cannot go in.
READ, WAITING, LINKING, DONE, PROBLEM, FAILED = "read", "waiting", "linking", "done", "problem", "failed"
ROW_STATES = [
    (READ, "Read"),
    (WAITING, "Ready"),
    (LINKING, "Relations To Come"),
    (DONE, "Done"),
    (PROBLEM, "Problem"),
    (FAILED, "Failed"),
]
NEW, CHANGED, UNCHANGED = "new", "changed", "same"
OUTCOMES = [(NEW, "New"), (CHANGED, "Changed"), (UNCHANGED, "Unchanged")]
