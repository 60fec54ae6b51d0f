import { registry } from "@web/core/registry";

/** Fingers on the picture, as a tablet tells of them. */
function touch(type, ...points) {
    const canvas = document.querySelector(".o_map_canvas");
    const frame = canvas.getBoundingClientRect();
    const target = canvas.querySelector("canvas:last-of-type") || canvas;
    const touches = points.map(
        ([x, y], identifier) => new Touch({ identifier, target, clientX: frame.x + x, clientY: frame.y + y })
    );
    const given = { touches: type === "touchend" ? [] : touches, changedTouches: touches, targetTouches: touches };
    target.dispatchEvent(new TouchEvent(type, { bubbles: true, cancelable: true, ...given }));
}

function map() {
    return document.querySelector(".o_map_canvas").cy;
}

function check(isRight, words) {
    if (!isRight) {
        throw new Error(words);
    }
}

const frame = () => new Promise((resolve) => setTimeout(resolve, 60));

/** The map under fingers: two that part come nearer, one moves it, a tap opens, and it goes on paper. */
registry.category("web_tour.tours").add("service_desk_cmdb_map_tablet", {
    steps: () => [
        { content: "There is little room", trigger: ".o_button_more", run: "click" },
        { content: "The incident leads to the map", trigger: "button[name=action_open_map]", run: "click" },
        { trigger: ".o_map_verdict:contains(failure of Turbine Server)" },
        {
            content: "Two fingers that part",
            trigger: ".o_map_canvas canvas",
            run: async () => {
                const before = map().zoom();
                touch("touchstart", [300, 200], [340, 200]);
                await frame();
                for (const far of [20, 60, 100]) {
                    touch("touchmove", [300 - far, 200], [340 + far, 200]);
                    await frame();
                }
                touch("touchend", [200, 200], [440, 200]);
                check(map().zoom() > before * 1.5, `From ${before} to ${map().zoom()}`);
            },
        },
        {
            content: "One finger that moves",
            trigger: ".o_map_canvas canvas",
            run: async () => {
                map().fit(undefined, 30);
                const before = { ...map().pan() };
                touch("touchstart", [8, 8]);
                await frame();
                for (const far of [20, 60, 100]) {
                    touch("touchmove", [8 + far, 8]);
                    await frame();
                }
                touch("touchend", [108, 8]);
                check(map().pan().x > before.x + 50, `From ${before.x} to ${map().pan().x}`);
            },
        },
        {
            content: "A tap",
            trigger: ".o_map_canvas canvas",
            run: async () => {
                map().fit(undefined, 30);
                const card = map().nodes().filter((node) => node.data("label").startsWith("Trading"))[0];
                const { x, y } = card.renderedPosition();
                touch("touchstart", [x, y]);
                await frame();
                touch("touchend", [x, y]);
            },
        },
        { trigger: ".o_map_panel h2:contains(Trading)" },
        { trigger: ".o_map_panel button[name=tickets]:contains(1)" },
        { content: "On paper", trigger: "button[name=print]", run: "click" },
        {
            content: "Title, picture and table",
            trigger: "iframe.o_map_paper:not(:visible)",
            run: async () => {
                const page = document.querySelector("iframe.o_map_paper").contentDocument;
                check(page.querySelector("h1").textContent === "Turbine Server", page.body.textContent);
                check(page.querySelector("img").naturalWidth > 300, "No picture");
                check(/Power Sales.*fails: uses Trading/s.test(page.querySelector("table").textContent), "No table");
            },
        },
    ],
});
