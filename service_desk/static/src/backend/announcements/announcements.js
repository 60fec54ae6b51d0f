import { browser } from "@web/core/browser/browser";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";

import { Component, onMounted, onWillStart, onWillUnmount, useEffect, useExternalListener, useState } from "@odoo/owl";

const { DateTime } = luxon;

/** What somebody announces is told by the bus at once; what begins or ends by the clock is seen within this time. */
export const ASK_EVERY_MS = 300_000;
/** All screens are told at the same moment, but need not ask at the same moment. */
export const SPREAD_MS = 3_000;

/**
 * What is announced right now, in the corner of every screen of the desk's people.
 *
 * The bus says no more than that there is something new, and each screen asks with its own rights.
 * It is a courtesy: offline, or in a tab nobody looks at, it stays silent.
 */
export class ServiceDeskAnnouncements extends Component {
    static template = "service_desk.Announcements";
    static components = { Dropdown, DropdownItem };
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.bus = useService("bus_service");
        this.state = useState({ banners: [] });
        onWillStart(async () => {
            this.isAgent = await user.hasGroup("service_desk.group_agent");
        });
        onMounted(() => {
            if (this.isAgent) {
                this.timer = browser.setInterval(() => this.ask(), ASK_EVERY_MS);
                this.bus.subscribe("service_desk.announcements", this.onNews);
                this.ask();
            }
        });
        onWillUnmount(() => {
            browser.clearInterval(this.timer);
            browser.clearTimeout(this.soon);
            this.bus.unsubscribe("service_desk.announcements", this.onNews);
        });
        useExternalListener(document, "visibilitychange", () => this.ask());
        // The bar shares its room between menus and corner before this is known, and again when told of a change there.
        useEffect(
            (name, count) => {
                if (count || this.wasShown) {
                    this.wasShown = true;
                    registry.category("systray").trigger("UPDATE");
                }
            },
            () => [this.first?.name, this.state.banners.length]
        );
    }

    /** Several changes in a row are one question. */
    onNews = () => {
        browser.clearTimeout(this.soon);
        this.soon = browser.setTimeout(() => this.ask(), Math.random() * SPREAD_MS);
    };

    async ask() {
        if (!this.isAgent || document.visibilityState === "hidden") {
            return;
        }
        try {
            this.state.banners = await this.orm.silent.call("service.desk.announcement", "get_banners", []);
        } catch {
            // What was known stays on the screen.
        }
    }

    /** The worst of them, told without a click. */
    get first() {
        return this.state.banners[0];
    }

    get title() {
        return this.state.banners.map((banner) => banner.name).join("\n");
    }

    when(banner) {
        const from = deserializeDateTime(banner.date_from);
        const moment = from.toLocaleString(
            from.hasSame(DateTime.local(), "day") ? DateTime.TIME_SIMPLE : DateTime.DATETIME_SHORT
        );
        return banner.state === "planned" ? _t("planned from %s", moment) : _t("since %s", moment);
    }

    open(banner) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "service.desk.announcement",
            res_id: banner.id,
            views: [[false, "form"]],
        });
    }

    openAll() {
        this.action.doAction("service_desk.service_desk_announcement_action");
    }
}

registry
    .category("systray")
    .add("service_desk.announcements", { Component: ServiceDeskAnnouncements }, { sequence: 110 });
