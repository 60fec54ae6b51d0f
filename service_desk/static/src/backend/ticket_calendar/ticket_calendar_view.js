import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { CalendarModel } from "@web/views/calendar/calendar_model";
import { calendarView } from "@web/views/calendar/calendar_view";

/** A calendar of tickets: what nobody has is "unassigned" beside it, not "undefined". */
export class TicketCalendarModel extends CalendarModel {
    get defaultFilterLabel() {
        return _t("Unassigned");
    }

    /** Days are narrow: the subject comes first, and the number behind it. */
    normalizeRecord(rawRecord) {
        const record = super.normalizeRecord(rawRecord);
        const [number, ...words] = (record.title || "").split(" ");
        if (words.length && /^[A-Z]+\d+$/.test(number)) {
            record.title = `${words.join(" ")} · ${number}`;
        }
        return record;
    }
}

registry.category("views").add("service_desk_ticket_calendar", {
    ...calendarView,
    Model: TicketCalendarModel,
});
