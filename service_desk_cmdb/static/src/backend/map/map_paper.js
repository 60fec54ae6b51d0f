/** The map outside of the screen: a picture in a file, and a page for the printer. */

import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";

export function saveMap(url, title) {
    const link = document.createElement("a");
    link.href = url;
    link.download = `${title.replaceAll(/[^\p{L}\p{N}._-]+/gu, "-")}.png`;
    link.click();
}

/**
 * A page of its own, so that nothing of the screen around is printed: title, picture, table.
 *
 * @param {string} url of the picture, or nothing
 * @param {string} title
 * @param {string[]} words below the title
 * @param {string[][]} rows of the table
 */
export function printMap(url, title, words, rows) {
    const frame = document.createElement("iframe");
    frame.className = "o_map_paper";
    frame.style.cssText = "position: fixed; width: 0; height: 0; border: 0;";
    frame.setAttribute("aria-hidden", "true");
    document.body.append(frame);
    const page = frame.contentDocument;
    page.title = title;
    const style = page.createElement("style");
    style.textContent = STYLE;
    page.head.append(style);
    page.body.append(line(page, "h1", title));
    words.filter(Boolean).forEach((text) => page.body.append(line(page, "p", text)));
    const image = page.createElement("img");
    if (url) {
        image.src = url;
        page.body.append(image);
    }
    page.body.append(table(page, rows));
    const print = () => {
        frame.contentWindow.focus();
        frame.contentWindow.print();
        // Browsers print after this returns.
        browser.setTimeout(() => frame.remove(), 60_000);
    };
    return url ? image.decode().then(print) : print();
}

const STYLE = `
    @page { size: landscape; margin: 12mm; }
    body { font: 11px sans-serif; color: black; }
    h1 { font-size: 18px; }
    img { display: block; max-width: 100%; max-height: 165mm; margin: 0 auto 8mm; }
    table { width: 100%; border-collapse: collapse; }
    th, td { padding: 2px 6px; border-bottom: 1px solid silver; text-align: left; }
`;

function line(page, tag, text) {
    const element = page.createElement(tag);
    element.textContent = text;
    return element;
}

function table(page, rows) {
    const element = page.createElement("table");
    const heads = [_t("Name"), _t("Class"), _t("State"), _t("What Happens")];
    for (const [cells, tag] of [[heads, "th"], ...rows.map((row) => [row, "td"])]) {
        const row = element.insertRow();
        row.append(...cells.map((text) => line(page, tag, String(text))));
    }
    return element;
}
