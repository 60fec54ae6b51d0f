/** How the things of a map look: cards with an icon, what they are, and marks for what befalls them. */

import { CARD_HEIGHT, CARD_WIDTH } from "./map_layout";

const RATIO = 2;
const FONT = "Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif";
const ICON_FONT = "FontAwesome";
const ICON_BOX = 34;
const TEXT_LEFT = ICON_BOX + 16;
const MARK = 22;
/** What the card is cut at, in pixels. */
const NAME_WIDTH = CARD_WIDTH - TEXT_LEFT - 10;

/** The corners that can be clicked, from the center of a card; the painter and the finger agree on them. */
export const MORE_CORNER = { x: CARD_WIDTH / 2, y: CARD_HEIGHT / 2, radius: MARK * 0.75 };

const TONES = {
    in_use: "fine",
    service: "service",
    planned: "coming",
    ordered: "coming",
    in_stock: "coming",
    in_repair: "worry",
    missing: "worry",
    retired: "gone",
    disposed: "gone",
};

/** Pictures are shared by all things that look alike. */
const pictures = new Map();
const canvas = document.createElement("canvas");

function picture(key, width, height, paint) {
    if (!pictures.has(key)) {
        canvas.width = width * RATIO;
        canvas.height = height * RATIO;
        const context = canvas.getContext("2d");
        context.scale(RATIO, RATIO);
        paint(context);
        pictures.set(key, addressOf(canvas.toDataURL()));
    }
    return pictures.get(key);
}

/** A short name of a picture: the library reads through the addresses of all pictures time and again. */
function addressOf(dataUrl) {
    const bytes = Uint8Array.from(atob(dataUrl.split(",")[1]), (letter) => letter.charCodeAt(0));
    return URL.createObjectURL(new Blob([bytes], { type: "image/png" }));
}

/** Colors as the page has them, in the light and in the dark. */
export function readColors(element) {
    const style = getComputedStyle(element);
    const names = [
        "card", "text", "muted", "line", "link", "ground", "accent",
        "fine", "service", "coming", "worry", "gone",
        "fails", "fails-ground", "weakened", "weakened-ground",
    ];
    return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--map-${name}`).trim() || "#888"]));
}

/** The letter by which the icon font shows an icon, such as fa-server. */
function glyph(icon) {
    const probe = document.createElement("i");
    probe.className = `fa ${icon}`;
    document.body.append(probe);
    const content = getComputedStyle(probe, "::before").content.replaceAll(/["']/g, "");
    probe.remove();
    return content && content !== "none" && content !== "normal" ? content : "\uf1b2";
}
const glyphs = new Map();

/** Cut a text so that it fits, with an ellipsis. */
export function fit(text, width = NAME_WIDTH, font = `600 13px ${FONT}`) {
    const context = canvas.getContext("2d");
    context.font = font;
    if (context.measureText(text).width <= width) {
        return text;
    }
    let length = text.length;
    while (length > 1 && context.measureText(`${text.slice(0, length)}…`).width > width) {
        length--;
    }
    return `${text.slice(0, length)}…`;
}

/** The icon of a card with what the thing is. */
function face({ icon, class_name, state, state_label }, colors) {
    if (!glyphs.has(icon)) {
        glyphs.set(icon, glyph(icon));
    }
    const tone = colors[TONES[state] || "fine"];
    const words = state === "in_use" || !state_label ? class_name : `${state_label} · ${class_name}`;
    return picture(["face", icon, words, tone, colors.muted].join("|"), CARD_WIDTH, CARD_HEIGHT, (context) => {
        context.fillStyle = tone;
        context.beginPath();
        context.roundRect(8, (CARD_HEIGHT - ICON_BOX) / 2, ICON_BOX, ICON_BOX, 6);
        context.fill();
        context.fillStyle = "#fff";
        context.textAlign = "center";
        context.textBaseline = "middle";
        context.font = `18px ${ICON_FONT}`;
        context.fillText(glyphs.get(icon), 8 + ICON_BOX / 2, CARD_HEIGHT / 2);
        context.textAlign = "left";
        context.fillStyle = colors.muted;
        const font = `11px ${FONT}`;
        const text = fit(words, NAME_WIDTH, font);
        context.font = font;
        context.fillText(text, TEXT_LEFT, CARD_HEIGHT / 2 + 10);
    });
}

/** A small round mark with a few letters. */
function mark(text, color, letters = "#fff") {
    const width = Math.max(MARK, 10 + text.length * 8);
    const url = picture(["mark", text, color, letters].join("|"), width, MARK, (context) => {
        context.fillStyle = color;
        context.beginPath();
        context.roundRect(0, 0, width, MARK, MARK / 2);
        context.fill();
        context.fillStyle = letters;
        context.textAlign = "center";
        context.textBaseline = "middle";
        context.font = `600 12px ${ICON_FONT}, ${FONT}`;
        context.fillText(text, width / 2, MARK / 2 + 1);
    });
    return { url, width };
}

const TIMES = "\uf00d";
const BANG = "\uf12a";
const BOLT = "\uf0e7";
const TICKET = "\uf145";
const PLUS = "\uf055";
const BAN = "\uf05e";

/** Letter and color of the mark that tells a verdict. */
const MARKS = {
    fails: [TIMES, "fails"],
    weakened: [BANG, "weakened"],
    concerned: [PLUS, "accent"],
    left_out: [BAN, "muted"],
};

/** What lies over a card: its face, and a mark in each corner that has something to say. */
export function pictureOf(node, verdict, colors) {
    const layers = [{ url: face(node, colors), x: 0, y: 0, width: CARD_WIDTH, height: CARD_HEIGHT }];
    const put = ({ url, width }, x, y) =>
        layers.push({ url, width, height: MARK, x: x - width / 2, y: y - MARK / 2 });
    if (verdict) {
        const [letter, color] = MARKS[verdict.verdict];
        const isFirst = verdict.depth === 0 && verdict.verdict === "fails" && node.model === "service.desk.ci";
        put(mark(isFirst ? BOLT : letter, colors[color]), 0, 0);
    }
    if (node.tickets) {
        put(mark(`${TICKET} ${node.tickets}`, colors.accent), CARD_WIDTH - 10, 0);
    }
    if (node.more) {
        put(mark(`+${node.more > 99 ? 99 : node.more}`, colors.muted, colors.card), CARD_WIDTH, CARD_HEIGHT);
    } else if (node.is_opened) {
        put(mark("−", colors.muted, colors.card), CARD_WIDTH, CARD_HEIGHT);
    }
    return {
        "background-image": layers.map(({ url }) => url),
        "background-position-x": layers.map(({ x }) => `${x}px`),
        "background-position-y": layers.map(({ y }) => `${y}px`),
        "background-width": layers.map(({ width }) => `${width}px`),
        "background-height": layers.map(({ height }) => `${height}px`),
        // Marks stick out of their card.
        "background-clip": layers.map(() => "none"),
        "background-image-containment": layers.map(() => "over"),
    };
}

/** Of the whole map; see what classes `map_canvas.js` gives. */
export function styleSheet(colors) {
    return [
        {
            selector: "node",
            style: {
                shape: "round-rectangle",
                width: CARD_WIDTH,
                height: CARD_HEIGHT,
                "background-color": colors.card,
                "background-image-smoothing": "yes",
                "bounds-expansion": MARK,
                "border-width": 1,
                "border-color": colors.link,
                label: "data(label)",
                color: colors.text,
                "font-family": FONT,
                "font-size": 13,
                "font-weight": 600,
                "text-halign": "right",
                "text-valign": "center",
                "text-margin-x": TEXT_LEFT - CARD_WIDTH,
                "text-margin-y": -8,
                "min-zoomed-font-size": 4,
                "overlay-opacity": 0,
            },
        },
        { selector: "node.o_coming", style: { "border-style": "dashed", "border-width": 1.5 } },
        { selector: "node.o_gone", style: { "border-style": "dotted", "border-width": 1.5, opacity: 0.6 } },
        { selector: "node.o_service", style: { shape: "cut-rectangle", "border-color": colors.service } },
        { selector: "node.o_root", style: { "border-width": 3, "border-color": colors.accent, "border-style": "solid" } },
        {
            selector: "node.o_weakened",
            style: {
                "border-width": 3,
                "border-style": "dashed",
                "border-color": colors.weakened,
                "background-color": colors["weakened-ground"],
            },
        },
        {
            selector: "node.o_fails",
            style: {
                "border-width": 3,
                "border-style": "solid",
                "border-color": colors.fails,
                "background-color": colors["fails-ground"],
            },
        },
        {
            selector: "node:selected",
            style: { "outline-width": 3, "outline-color": colors.accent, "outline-offset": 2 },
        },
        { selector: "node.o_dim", style: { opacity: 0.35 } },
        {
            selector: "edge",
            style: {
                width: 1.5,
                "line-color": colors.link,
                "target-arrow-color": colors.link,
                "target-arrow-shape": "triangle",
                "arrow-scale": 0.9,
                "curve-style": "bezier",
                color: colors.muted,
                "font-family": FONT,
                "font-size": 11,
                "text-background-color": colors.ground,
                "text-background-opacity": 0.9,
                "text-background-padding": 2,
                "min-zoomed-font-size": 6,
                "overlay-opacity": 0,
            },
        },
        { selector: "edge.o_idle", style: { "line-style": "dashed" } },
        { selector: "edge.o_bridge", style: { "line-style": "dotted", width: 2 } },
        { selector: "edge.o_dim", style: { opacity: 0.35 } },
        { selector: "edge.o_told", style: { label: "data(label)" } },
        {
            selector: "edge.o_near",
            style: { label: "data(label)", "line-color": colors.accent, "target-arrow-color": colors.accent, width: 2 },
        },
        {
            selector: "edge.o_burns",
            style: { "line-color": colors.fails, "target-arrow-color": colors.fails, width: 3 },
        },
        {
            selector: "edge.o_strained",
            style: {
                "line-color": colors.weakened,
                "target-arrow-color": colors.weakened,
                "line-style": "dashed",
                width: 2.5,
            },
        },
        { selector: "edge.o_trail", style: { width: 5 } },
    ];
}

/** The class of a card by the state of its thing. */
export function toneOf(state) {
    return TONES[state] || "fine";
}
