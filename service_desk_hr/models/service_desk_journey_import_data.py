"""What a sheet of people may say, by which words, and how far its import is."""

from .service_desk_journey_data import ACQUIRED, CONTRACTOR, JOINER, LEAVER, PARTNER

#: A list of people is small; what is larger is something else.
MAX_MB = 8
MAX_ROWS = 5000
#: Names, mail addresses, departments: what is longer stands in the wrong column.
MAX_TEXT = 200
#: Departments and jobs named in one sentence.
MAX_NAMED = 12
#: People brought in between two commits.
PEOPLE_BATCH = 25
#: What was never started, and the private part of who was left out, is cleared away after so many
#: days; what is done after so many.
KEPT_DRAFT_DAYS, KEPT_DONE_DAYS = 30, 365

IMPORT_KINDS = [
    (ACQUIRED, "Acquired Company"),
    (JOINER, "Joiners"),
    (CONTRACTOR, "Contractors"),
    (PARTNER, "Partner's People"),
    (LEAVER, "Leavers"),
]

TARGETS = [("employee", "Employees"), ("contact", "Contacts of a partner company")]

IMPORT_STATES = [("draft", "Draft"), ("checked", "Checked"), ("running", "Running"), ("done", "Done")]

WAITING, PRESENT, PROBLEM, DONE, FAILED = "waiting", "present", "problem", "done", "failed"
ROW_STATES = [
    (WAITING, "Ready"),
    (PRESENT, "Already There"),
    (PROBLEM, "Problem"),
    (DONE, "Started"),
    (FAILED, "Failed"),
]
#: States in which a person may still mend what the row says.
MENDABLE = (WAITING, PRESENT, PROBLEM, FAILED)

NEW, KNOWN = "new", "known"
OUTCOMES = [(NEW, "New"), (KNOWN, "Known")]

#: What a column may be -> what it is called here, and in the sample sheet.
COLUMN_TARGETS = [
    ("name", "Name"),
    ("first_name", "First Name"),
    ("last_name", "Last Name"),
    ("work_email", "Work Mail"),
    ("private_email", "Private Mail"),
    ("department", "Department"),
    ("job", "Job"),
    ("manager", "Manager"),
    ("location", "Work Location"),
    ("first_day", "First Day"),
    ("last_day", "Last Day"),
    ("employment", "Employment Type"),
]
#: Texts of a row; first and last name become the name.
ROW_TEXTS = tuple(target for target, _label in COLUMN_TARGETS if target not in ("first_name", "last_name"))

#: The usual words for them, as ``sheets.headings.plain`` gives them: English, then French, Dutch,
#: German, Spanish, Italian, Portuguese.
KNOWN_HEADINGS = {
    "work_email": (
        *("workmail", "workemail", "workemailaddress", "companyemail", "businessemail", "professionalemail"),
        *("emailprofessionnel", "emailpro", "mailprofessionnel", "courrielprofessionnel", "adressemailprofessionnelle"),
        *("werkemail", "werkmail", "zakelijkemail", "emailwerk", "dienstlicheemail", "geschaftlicheemail"),
        *("firmenmail",),
        *("correodetrabajo", "correoprofesional", "emailaziendale", "emaildelavoro", "emailprofissional"),
        *("email", "mail", "emailaddress", "mailaddress", "courriel", "adressemail", "adresseemail", "emailadres"),
        *("emailadresse", "mailadresse", "correo", "correoelectronico", "postaelettronica", "correioeletronico"),
    ),
    "private_email": (
        *("privatemail", "privateemail", "personalemail", "personalmail", "homeemail", "otheremail"),
        *("emailprive", "emailpersonnel", "mailprive", "mailpersonnel", "courrielpersonnel", "priveemail", "privemail"),
        *("privateemailadresse", "privatemailadresse", "correopersonal", "emailpersonal", "emailpersonale"),
        *("emailprivata", "emailpessoal"),
    ),
    "first_name": (
        *("firstname", "givenname", "forename", "prenom", "voornaam", "vorname", "nombre", "nomedibattesimo"),
        *("primeironome", "nomeproprio"),
    ),
    "last_name": (
        *("lastname", "surname", "familyname", "nomdefamille", "achternaam", "familienaam", "nachname", "familienname"),
        *("apellido", "apellidos", "cognome", "sobrenome", "apelido"),
    ),
    "name": (
        *("fullname", "name", "employeename", "employee", "person", "displayname", "nometprenom", "nomcomplet"),
        *("nom", "volledigenaam", "naam", "vollername", "mitarbeiter", "nombrecompleto", "nomecompleto", "nome"),
    ),
    "department": (
        *("department", "dept", "division", "businessunit", "departement", "service", "afdeling", "dienst"),
        *("abteilung", "bereich", "departamento", "area", "reparto", "dipartimento", "setor"),
    ),
    "job": (
        *("job", "jobtitle", "jobposition", "position", "role", "title", "function", "poste", "fonction", "functie"),
        *("functietitel", "stelle", "funktion", "berufsbezeichnung", "puesto", "cargo", "mansione", "ruolo", "funcao"),
    ),
    "manager": (
        *("manager", "managermail", "manageremail", "managername", "linemanager", "supervisor", "reportsto", "boss"),
        *("responsable", "superieur", "superieurhierarchique", "leidinggevende", "vorgesetzter", "vorgesetzte"),
        *("fuhrungskraft", "jefe", "gerente", "responsabile", "gestor"),
    ),
    "location": (
        *("worklocation", "location", "site", "office", "workplace", "lieudetravail", "lieu", "bureau", "werkplek"),
        *("locatie", "standort", "arbeitsort", "burostandort", "ubicacion", "lugardetrabajo", "centrodetrabajo"),
        *("sede", "localdetrabalho", "local"),
    ),
    "first_day": (
        *("firstday", "startdate", "start", "datestart", "joiningdate", "dateofjoining", "hiredate", "startingdate"),
        *("since", "premierjour", "datedentree", "datedebut", "datededebut", "entree", "eerstewerkdag", "startdatum"),
        *("datumindienst", "indienst", "ersterarbeitstag", "eintritt", "eintrittsdatum", "beginn", "primerdia"),
        *("fechadeinicio", "fechadealta", "primogiorno", "datadiinizio", "datadeinicio", "datadeentrada"),
    ),
    "last_day": (
        *("lastday", "enddate", "end", "dateend", "leavingdate", "dateofleaving", "terminationdate", "dernierjour"),
        *("datedesortie", "datefin", "datedefin", "sortie", "laatstewerkdag", "einddatum", "datumuitdienst"),
        *("letzterarbeitstag", "austritt", "austrittsdatum", "ende", "ultimodia", "fechadefin", "fechadebaja"),
        *("ultimogiorno", "datadifine", "datadesaida"),
    ),
    "employment": (
        *("employmenttype", "employment", "employeetype", "typeofemployment", "contracttype", "typedemploi"),
        *("typedecontrat", "statut", "soortcontract", "dienstverband", "beschaftigungsart"),
        *("vertragsart", "tipodeempleo", "tipodecontrato", "tipodicontratto"),
    ),
}

#: Two people as they may stand in a sheet, column by column.
SAMPLE_PEOPLE = (
    {
        "name": "Eva Example",
        "work_email": "eva@example.com",
        "private_email": "eva.at.home@example.org",
        "department": "Sales",
        "job": "Head of Sales",
        "first_day": "2026-09-01",
    },
    {
        "name": "Jan Sample",
        "work_email": "jan@example.com",
        "department": "Sales / Inside Sales",
        "job": "Sales Representative",
        "manager": "eva@example.com",
        "first_day": "2026-09-15",
        "last_day": "2027-03-31",
        "employment": "Trainee",
    },
)
