import { registry } from "@web/core/registry";

// From a mistyped word to the order, with questions that come and go.

registry.category("web_tour.tours").add("service_desk_catalog_order", {
    steps: () => [
        {
            content: "A word with a typing error",
            trigger: "#o_sd_catalog_q",
            run: "edit labtop",
        },
        {
            content: "is looked for",
            trigger: ".o_sd_catalog_search button",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "and finds it all the same",
            trigger: "a.o_sd_item_name:contains(Laptop)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "What depends on another answer is not there yet",
            trigger: ".o_sd_order_form:has([data-code=which][hidden])",
        },
        {
            content: "Ordering without a word",
            trigger: "button[value=order]",
            run: "click",
        },
        {
            content: "says what is missing, where it is missing",
            trigger: "[data-code=model] .o_sd_error:not([hidden])",
        },
        {
            content: "Another model",
            trigger: "[data-code=model] input[value=other]",
            run: "click",
        },
        {
            content: "asks which one, and the complaint is gone",
            trigger: "[data-code=which]:not([hidden]) input[required]",
        },
        {
            content: "This one",
            trigger: "[data-code=which] input",
            run: "edit Something else",
        },
        {
            content: "Rather the strong one",
            trigger: "[data-code=model] input[value=strong]",
            run: "click",
        },
        {
            content: "asks something else",
            trigger: ".o_sd_order_form:has([data-code=which][hidden]):has([data-code=why] textarea[required])",
        },
        {
            content: "and costs more",
            trigger: ".o_sd_total:contains(1,400)",
        },
        {
            content: "The reason",
            trigger: "[data-code=why] textarea",
            run: "edit Films of whales",
        },
        {
            content: "A file of a kind that is not possible",
            trigger: "#o_sd_q_photo",
            run() {
                const transfer = new DataTransfer();
                transfer.items.add(new File(["x"], "desk.exe"));
                this.anchor.files = transfer.files;
                this.anchor.dispatchEvent(new Event("change", { bubbles: true }));
            },
        },
        {
            content: "is not sent",
            trigger: "button[value=order]",
            run: "click",
        },
        {
            content: "but refused in words",
            trigger: "[data-code=photo] .o_sd_error:contains(png)",
        },
        {
            content: "A picture",
            trigger: "#o_sd_q_photo",
            run() {
                const transfer = new DataTransfer();
                transfer.items.add(new File(["pixels"], "desk.png", { type: "image/png" }));
                this.anchor.files = transfer.files;
                this.anchor.dispatchEvent(new Event("change", { bubbles: true }));
            },
        },
        {
            content: "is sent",
            trigger: "button[value=order]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "and all of it is on the request",
            trigger: ".o_sd_answers:contains(Films of whales):contains(desk.png)",
        },
    ],
});
