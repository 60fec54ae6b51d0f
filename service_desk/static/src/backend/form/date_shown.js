import { areDatesEqual } from "@web/core/l10n/dates";
import { patch } from "@web/core/utils/patch";
import { DateTimeField } from "@web/views/fields/datetime/datetime_field";
import { useEffect } from "@odoo/owl";

// A date that is typed closes its calendar twice; the second time puts back what stood there before,
// and the field goes on showing it although the new date is saved, or is typed over for nothing.
// Once the calendar is closed, what is shown is what the record says.
patch(DateTimeField.prototype, {
    setup() {
        super.setup();
        // Forms of other apps are not ours to mend.
        if (!this.props.record.resModel.startsWith("service.desk.")) {
            return;
        }
        useEffect(
            () => {
                const known = this.getRecordValue();
                if (!this.relatedField && !this.picker.activeInput && !areDatesEqual(known, this.state.value)) {
                    this.state.value = known;
                }
            },
            () => [JSON.stringify(this.getRecordValue()), this.picker.activeInput]
        );
    },
});
