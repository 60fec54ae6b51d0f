import { registry } from "@web/core/registry";

/** Where a thing is on the picture, whose canvas holds no elements to click. */
function pick(name) {
    const canvas = document.querySelector(".o_map_canvas");
    const card = canvas.cy.nodes().filter((node) => node.data("label").startsWith(name))[0];
    const { x, y } = card.renderedPosition();
    const frame = canvas.getBoundingClientRect();
    const target = document.elementFromPoint(frame.x + x, frame.y + y);
    for (const type of ["mousedown", "mouseup", "click"]) {
        const at = { bubbles: true, clientX: frame.x + x, clientY: frame.y + y, button: 0, view: window };
        target.dispatchEvent(new MouseEvent(type, at));
    }
}

/** From an incident about a server to the business service that is down, and why. */
registry.category("web_tour.tours").add("service_desk_cmdb_map", {
    steps: () => [
        { content: "The incident leads to the map", trigger: "button[name=action_open_map]", run: "click" },
        { content: "It says what fails", trigger: ".o_map_verdict:contains(failure of Turbine Server)" },
        { trigger: ".o_map_verdict:contains(2 fail with it)" },
        {
            content: "The business service is red, and so is the service of the catalog",
            trigger: ".o_map_canvas",
            run: () => {
                const { cy } = document.querySelector(".o_map_canvas");
                const red = cy.nodes(".o_fails").map((node) => node.data("label")).sort();
                if (red.join() !== "Power Sales,Sell Power,Trading,Turbine Server") {
                    throw new Error(`Red are ${red}`);
                }
                pick("Power Sales");
            },
        },
        { content: "Why", trigger: ".o_map_why li:contains(Trading runs on Turbine Server)" },
        { trigger: ".o_map_why li:contains(Power Sales uses Trading)" },
        { content: "As a list, too", trigger: "button[name=list]", run: "click" },
        { trigger: ".o_map_list li[data-key]:contains(is used by Power Sales)" },
        { content: "Open it", trigger: ".o_map_panel button[name=open]", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=name] :value(Power Sales), .o_form_view .o_field_widget[name=name]:contains(Power Sales)" },
        { content: "And back to the map, as it was left", trigger: ".o_breadcrumb a:contains(Map), .breadcrumb-item a:contains(Map)", run: "click" },
        { trigger: ".o_map_list li:contains(Power Sales)" },
        { trigger: ".o_map_verdict:contains(2 fail with it)" },
    ],
});

/** What a ticket touches: found, added by hand, and on the map. */
registry.category("web_tour.tours").add("service_desk_cmdb_affected", {
    steps: () => [
        { content: "The incident says what it touches", trigger: "button[name=action_open_affected]", run: "click" },
        { trigger: ".o_list_view .o_data_row:contains(Power Sales):contains(Fails)" },
        { content: "Somebody knows of more", trigger: ".o_control_panel button:contains(Add):visible", run: "click" },
        { trigger: ".modal .o_field_widget[name=service_ids] input", run: "edit Cool Water" },
        { trigger: ".o-autocomplete--dropdown-item:contains(Cool Water)", run: "click" },
        { trigger: ".modal button[name=action_add]", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_data_row:contains(Cool Water):contains(Added by Hand)" },
        { content: "Has more come since", trigger: ".o_control_panel button[name=action_find_again]:visible", run: "click" },
        { trigger: ".o_list_view .o_data_row:contains(Power Sales):contains(Fails)" },
        { content: "On the map", trigger: ".o_control_panel button[name=action_open_map]:visible", run: "click" },
        { trigger: ".o_map_verdict:contains(failure of Turbine Server)" },
    ],
});
