import { registry } from "@web/core/registry";

const PEOPLE = 50;

/** The sheet as the acquired company sent it: days their way, one mail wrong, departments of their own. */
function sheet() {
    const rows = ["Full name;E-mail;Private e-mail;Department;Job title;Manager;Start date;Salary"];
    for (let number = 1; number <= PEOPLE; number++) {
        const mail = number === 7 ? "nonsense" : `story${number}@acquired.example`;
        const manager = number === 50 ? "" : "Story 50";
        const place = number % 2 ? "Plant / North" : "Plant";
        rows.push(
            `Story ${number};${mail};s${number}@home.example;${place};Welder;${manager};31/01/2040;${1000 + number}`
        );
    }
    return new File([rows.join("\r\n")], "people.csv", { type: "text/csv" });
}

const state = (name) => `.o_statusbar_status button.o_arrow_button_current:contains(${name})`;

/** HR takes in fifty people of an acquired company, up to the moment when the job has them. */
registry.category("web_tour.tours").add("service_desk_import_people", {
    steps: () => [
        { content: "Import People", trigger: "[data-menu-xmlid='service_desk_hr.menu_journeys']", run: "click" },
        { trigger: "[data-menu-xmlid='service_desk_hr.menu_journey_import']", run: "click" },
        { trigger: ".o_list_button_add", run: "click" },
        {
            content: "Choose the sheet",
            trigger: ".o_field_widget[name=file] input[type=file]:not(:visible)",
            run() {
                const chosen = new DataTransfer();
                chosen.items.add(sheet());
                this.anchor.files = chosen.files;
                this.anchor.dispatchEvent(new Event("change", { bubbles: true }));
            },
        },
        { content: "Its name is there", trigger: ".o_field_widget[name=file] input:value(people.csv)" },
        { content: "Look at it first", trigger: "button[name=action_check]:visible", run: "click" },
        { trigger: state("Checked") },
        { content: "All have a problem: the departments are new", trigger: ".alert:contains(50 of the 50 people)" },
        { trigger: ".alert:contains(Plant / North)" },
        { content: "They may be created", trigger: "button[name=action_make_places]", run: "click" },
        { content: "One is left", trigger: ".alert:contains(1 of the 50 people)" },
        { trigger: ".o_data_row:contains(Story 7):contains(no mail address)" },
        { content: "Mend it", trigger: "button[name=action_mend]", run: "click" },
        { trigger: ".modal .o_field_widget[name=work_email] input", run: "edit story7@acquired.example" },
        { trigger: ".modal button[name=action_mended]", run: "click" },
        { content: "Nobody has a problem", trigger: "body:not(:has(.modal)):not(:has(.alert:visible))" },
        { trigger: ".o_field_widget[name=new_count]:contains(50)" },
        { content: "What each column is", trigger: ".nav-link[name=columns]", run: "click" },
        { trigger: ".o_data_row:contains(E-mail):contains(Work Mail)" },
        { content: "What nobody needs is not read", trigger: ".o_data_row:contains(Salary):contains(1001)" },
        { content: "Start", trigger: "button[name=action_start]", run: "click" },
        { trigger: ".modal-footer .btn-primary", run: "click" },
        { trigger: state("Running") },
        { content: "Back to other work", trigger: ".o_back_button, .breadcrumb-item a", run: "click" },
        { trigger: ".o_list_view .o_data_row:contains(people.csv)" },
    ],
});

/** The job is through: all of them are on their journeys. */
registry.category("web_tour.tours").add("service_desk_import_people_done", {
    steps: () => [
        { trigger: state("Done") },
        { trigger: ".o_field_widget[name=progress]:contains(100)" },
        { content: "Their journeys", trigger: "button[name=action_open_journeys]:contains(50)", run: "click" },
        { trigger: ".o_list_view .o_pager_limit:contains(50)" },
        { content: "One of them", trigger: ".o_data_row:contains(Story 49) .o_data_cell[name=person_name]", run: "click" },
        { trigger: ".o_form_view:contains(Plant / North) .o_field_widget[name=line_ids] .o_data_row" },
    ],
});
