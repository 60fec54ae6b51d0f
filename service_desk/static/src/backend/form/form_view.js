import { formatList } from "@web/core/l10n/utils";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { RelationalModel } from "@web/model/relational_model/relational_model";
import { formView } from "@web/views/form/form_view";

/** A record that says what is missing by name, for those who do not see the red of a label. */
export class NamingRecord extends RelationalModel.Record {
    _displayInvalidFieldNotification() {
        const labels = [...this._invalidFields].map((name) => this.fields[name].string);
        return this.model.notification.add(_t("Please fill in: %s.", formatList(labels)), {
            type: "danger",
        });
    }
}

export class NamingModel extends RelationalModel {
    static Record = NamingRecord;
}

registry.category("views").add("service_desk_form", { ...formView, Model: NamingModel });
