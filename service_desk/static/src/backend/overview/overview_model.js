import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { KeepLast } from "@web/core/utils/concurrency";
import { session } from "@web/session";
import { user } from "@web/core/user";

import {
    onMounted,
    onWillStart,
    onWillUnmount,
    useExternalListener,
    useState,
} from "@odoo/owl";

const MODEL = "service.desk.overview";
/** Nobody waits for a figure of the desk by the second; one question a minute is cheap. */
export const REFRESH_EVERY_MS = 60_000;

/**
 * The figures, kept fresh as long as somebody looks at them.
 *
 * One question a minute for all figures at once, and only while the tab is visible. When the server
 * cannot be reached the last figures stay, and `isStale` says so.
 *
 * @param {() => Object} getOptions what to ask for
 * @param {() => void} forgetOptions called when what was remembered is refused, before asking again
 */
export function useOverview(getOptions, forgetOptions) {
    const orm = useService("orm");
    const action = useService("action");
    const keepLast = new KeepLast();
    const overview = useState({ data: null, isStale: false, isLoading: false });
    let timer, loadedAt;

    async function ask(service) {
        overview.isLoading = true;
        try {
            const data = await keepLast.add(
                service.call(MODEL, "get_overview", [getOptions()])
            );
            loadedAt = Date.now();
            Object.assign(overview, { data, isStale: false });
        } finally {
            overview.isLoading = false;
        }
    }
    async function refresh() {
        if (document.visibilityState === "hidden") {
            return;
        }
        try {
            await ask(orm.silent);
        } catch {
            overview.isStale = true;
        }
    }
    function refreshIfOld() {
        if (!loadedAt || Date.now() - loadedAt >= REFRESH_EVERY_MS) {
            refresh();
        }
    }

    async function begin() {
        try {
            await ask(orm.silent);
        } catch {
            // The day must not begin with an error because of what was chosen long ago.
            forgetOptions();
            await ask(orm);
        }
    }

    onWillStart(begin);
    onMounted(() => (timer = browser.setInterval(refresh, REFRESH_EVERY_MS)));
    onWillUnmount(() => browser.clearInterval(timer));
    useExternalListener(document, "visibilitychange", refreshIfOld);

    return Object.assign(overview, {
        load: () => ask(orm),
        /** Open exactly the articles or searches that a number counted. */
        openKnowledge: async (key) => {
            action.doAction(await orm.call(MODEL, "get_knowledge_action", [key]));
        },
        /** Open exactly the tickets that a number counted. */
        open: async (key, group = null, value = null) => {
            const args = [overview.data.options, key, group, value];
            action.doAction(await orm.call(MODEL, "get_records_action", args));
        },
    });
}

// -- What people chose last --------------------------------------------------------------------

const REMEMBERED = ["period", "date_from", "date_to", "team_ids", "process"];
const storageKey = () => `service_desk.overview.${session.db}.${user.userId}`;

/** The choices of this person in this browser. */
export function recallOptions() {
    try {
        return JSON.parse(browser.localStorage.getItem(storageKey())) || {};
    } catch {
        return {};
    }
}

export function rememberOptions(options) {
    const kept = Object.fromEntries(REMEMBERED.map((name) => [name, options[name]]));
    browser.localStorage.setItem(storageKey(), JSON.stringify(kept));
}

// -- How numbers are told ----------------------------------------------------------------------

const NOTHING = "–";

/** Hours in the unit that people would use. */
export function tellHours(hours) {
    if (hours === null || hours === undefined) {
        return NOTHING;
    }
    if (hours < 1) {
        return _t("%s min", Math.round(hours * 60));
    }
    if (hours < 48) {
        return _t("%s h", round(hours));
    }
    return _t("%s d", round(hours / 24));
}

function round(number) {
    return (number < 10 ? Math.round(number * 10) / 10 : Math.round(number)).toLocaleString();
}

/** A figure's number as people read it. */
export function tell(figure) {
    if (!figure) {
        return NOTHING;
    }
    if (figure.kind === "hours" || "median" in figure) {
        return tellHours(figure.median);
    }
    if ("total" in figure) {
        return figure.total ? `${Math.round((100 * figure.count) / figure.total)} %` : NOTHING;
    }
    return figure.count.toLocaleString();
}
