import { registry } from "@web/core/registry";
import { openJourney, STATE } from "./story_steps";

// Somebody moves from the sales people to support: HR writes it down, confirms what follows, the
// manager decides about what was given to the person alone.

const tours = registry.category("web_tour.tours");
const ACCESS = "[name=access_ids] .o_data_row";

/** Another department or job, in the form of the employee. */
const choose = (field, name) => [
    { content: `The ${field}`, trigger: `.o_field_widget[name=${field}] input`, run: `edit ${name}` },
    {
        content: name,
        trigger: `.o-autocomplete--dropdown-item:contains(${name})`,
        run: "click",
    },
];

tours.add("service_desk_hr_mover_record", {
    steps: () => [
        {
            content: "Somebody moves",
            trigger: ".o_kanban_record:contains(Mia Mover)",
            run: "click",
        },
        {
            content: "from a day on",
            trigger: "button[title='New Employee Record']",
            run: "click",
        },
        { content: "in the next month", trigger: ".o_datetime_picker .o_next", run: "click" },
        {
            content: "in the middle of it",
            trigger: ".o_datetime_picker .o_date_item_cell:not(.o_out_of_range):contains(15)",
            run: "click",
        },
        {
            content: "That is another record of the same person",
            trigger: ".o_field_versions_timeline .o_arrow_button_current:contains(15)",
        },
        ...choose("department_id", "Support"),
        ...choose("job_id", "Helper"),
        { content: "Save", trigger: ".o_form_button_save", run: "click" },
        {
            content: "What follows is proposed",
            trigger: "button[name=action_open_service_desk_journeys]:contains(2)",
            run: "click",
        },
        ...openJourney("Mia Mover", "Proposed"),
        { content: "Nothing has begun", trigger: `${STATE}:contains(Proposed)` },
        {
            content: "It says from where to where",
            trigger: "[name=from_department_id]:contains(Sales)",
        },
        {
            content: "It shows what would be done",
            trigger: ".tab-pane.active [name=preview]:contains(Old access)",
        },
        { content: "What would change", trigger: ".nav-link[name=access]", run: "click" },
        { content: "The new role brings it", trigger: `${ACCESS}:contains(ERP):contains(Comes)` },
        { content: "The old role brought it", trigger: `${ACCESS}:contains(Booking):contains(Goes)` },
        { content: "Both bring it", trigger: `${ACCESS}:contains(Door key):contains(Stays)` },
        { content: "The person's own", trigger: `${ACCESS}:contains(Side door):contains(Stays)` },
        { content: "HR confirms", trigger: "button[name=action_confirm]", run: "click" },
        { content: "It is running", trigger: `${STATE}:contains(Running)` },
        { content: "and shows its steps", trigger: ".nav-link[name=steps].active" },
    ],
});

tours.add("service_desk_hr_mover_decide", {
    steps: () => [
        {
            content: "One of the manager's people",
            trigger: ".o_sd_row a:contains(Mia Mover)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "There is one thing to decide about, and no other",
            trigger:
                ".o_sd_row:contains(Side door):contains(You decide) button:contains(Take it back)",
            run: "click",
            expectUnloadPage: true,
        },
        { content: "It is noted", trigger: "#done:contains(it is noted)" },
        {
            content: "One may think better of it",
            trigger:
                ".o_sd_row:contains(Side door):contains(Goes) button:contains(Let them keep it)",
        },
        {
            content: "What the roles bring is not the manager's to decide",
            trigger: ".o_service_desk:not(:has(.o_sd_row:contains(Booking) button))",
        },
    ],
});

tours.add("service_desk_hr_mover_close", {
    steps: () => [
        ...openJourney("Mia Mover"),
        { content: "All is done", trigger: "[name=progress]:contains(100)" },
        { content: "HR closes it", trigger: "button[name=action_finish]", run: "click" },
        { content: "It is over", trigger: `${STATE}:contains(Done)` },
    ],
});
