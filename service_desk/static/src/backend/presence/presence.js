import { browser } from "@web/core/browser/browser";
import { formatList } from "@web/core/l10n/utils";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { imageUrl } from "@web/core/utils/urls";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { Component, onMounted, onWillUnmount, useExternalListener, useState } from "@odoo/owl";

/** Less than half of the time after which the server takes a silent colleague for gone. */
const ANNOUNCE_EVERY_MS = 20_000;

/**
 * Tells the server that this user has the ticket open, and shows who else has.
 *
 * It is a courtesy: offline, without the right to work on the ticket, or in a tab nobody looks
 * at, it stays silent.
 */
export class ServiceDeskPresence extends Component {
    static template = "service_desk.Presence";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ others: [] });
        onMounted(() => {
            this.timer = browser.setInterval(() => this.announce(), ANNOUNCE_EVERY_MS);
        });
        onWillUnmount(() => browser.clearInterval(this.timer));
        useExternalListener(document, "visibilitychange", () => this.announce());
        useRecordObserver((record) => {
            if (record.resId !== this.resId) {
                this.resId = record.resId;
                this.state.others = [];
                this.announce();
            }
        });
    }

    async announce() {
        const resId = this.resId;
        if (!resId || document.visibilityState === "hidden") {
            return;
        }
        let others;
        try {
            others = await this.orm.silent.call(this.props.record.resModel, "announce_presence", [resId]);
        } catch {
            others = [];
        }
        // The answer may come after the user has gone on to the next ticket.
        if (resId === this.resId) {
            this.state.others = others;
        }
    }

    get text() {
        const names = formatList(this.state.others.map((user) => user.name));
        return this.state.others.length > 1
            ? _t("%(names)s are also on this ticket", { names })
            : _t("%(name)s is also on this ticket", { name: names });
    }

    avatar(user) {
        return imageUrl("res.users", user.id, "avatar_128");
    }
}

export const serviceDeskPresence = { component: ServiceDeskPresence };

registry.category("view_widgets").add("service_desk_presence", serviceDeskPresence);
