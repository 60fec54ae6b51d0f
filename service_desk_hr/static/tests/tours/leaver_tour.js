import { registry } from "@web/core/registry";
import { back, DIALOG, doStep, doTask, LINE, openJourney, STATE } from "./story_steps";

// Somebody has to leave at once: out a minute later, and in the end there is proof.

const tours = registry.category("web_tour.tours");

tours.add("service_desk_hr_leaver_depart", {
    steps: () => [
        {
            content: "Somebody has to leave",
            trigger: ".o_kanban_record:contains(Leo Leaver)",
            run: "click",
        },
        { content: "In Odoo's own way", trigger: ".o_form_view .o_cp_action_menus button", run: "click" },
        { content: "Archive", trigger: ".o-dropdown--menu .o_menu_item:contains(Archive)", run: "click" },
        {
            content: "What the desk does about it goes along",
            trigger: `${DIALOG} [name=service_desk_starts_journey] input:checked`,
        },
        {
            content: "At once",
            trigger: `${DIALOG} [name=service_desk_is_immediate] input`,
            run: "click",
        },
        {
            content: "Apply",
            trigger: `${DIALOG} button[name=action_register_departure]`,
            run: "click",
        },
        { content: "It is written down", trigger: ".ribbon:contains(Archived)" },
        {
            content: "and something is done about it",
            trigger: "button[name=action_open_service_desk_journeys]",
            run: "click",
        },
        ...openJourney("Leo Leaver"),
        {
            content: "The login is closed already",
            trigger: `${LINE}:contains(Close the login):contains(Done)`,
        },
        { content: "It is not over", trigger: `${STATE}:contains(Running)` },
    ],
});

tours.add("service_desk_hr_leaver_knocks", {
    steps: () => [
        { content: "Who has left tries", trigger: "input#login", run: "edit test_leaver" },
        { content: "with the right password", trigger: "input#password", run: "edit test_leaver_password" },
        {
            content: "Log in",
            trigger: ".oe_login_form button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        { content: "and is refused", trigger: ".oe_login_form .alert-danger" },
    ],
});

tours.add("service_desk_hr_leaver_agent", {
    steps: () => [
        ...doTask("Door key", "Key 8 is back"),
        ...back(),
        ...doTask("Take the laptop back: Leo Leaver", "Serial 4711, undamaged"),
    ],
});

tours.add("service_desk_hr_leaver_manager", {
    steps: () => [
        {
            content: "Late, since it came suddenly",
            trigger: ".o_sd_access_item:contains(Hand over the mailbox: Leo Leaver)",
        },
        {
            content: "What came of it",
            trigger: ".o_sd_access_item input[name=note]",
            run: "edit To Bea",
        },
        {
            content: "Done",
            trigger: ".o_sd_access_item button:contains(It is done)",
            run: "click",
            expectUnloadPage: true,
        },
        { content: "It is noted", trigger: "#done:contains(it is noted)" },
    ],
});

tours.add("service_desk_hr_leaver_sign", {
    steps: () => [
        ...openJourney("Leo Leaver"),
        ...doStep("Last papers", "Sent by mail"),
        { content: "HR closes it", trigger: "button[name=action_finish]", run: "click" },
        { content: "It is over", trigger: `${STATE}:contains(Done)` },
        { content: "HR answers for it", trigger: "button[name=action_sign]", run: "click" },
        { content: "Yes", trigger: `${DIALOG} .modal-footer .btn-primary`, run: "click" },
        { content: "Signed", trigger: "[name=signed_by_id]:contains(test_hr_manager)" },
        { content: "and unchanged since", trigger: "[name=is_proof_intact] input:checked" },
    ],
});
