{
    "name": "Service Desk: Service Levels",
    "summary": "What the desk promises, and clocks that tell to the second how it is kept",
    "version": "19.0.1.0.0",
    "category": "Services/Service Desk",
    "author": "Service Desk contributors",
    "license": "LGPL-3",
    "depends": ["service_desk"],
    "application": False,
    "data": [
        "security/ir.model.access.csv",
        "security/service_desk_sla_rules.xml",
        "security/service_desk_sla_report_rules.xml",
        "data/ir_cron_data.xml",
        "data/service_desk_sla_policy_data.xml",
        "views/service_desk_sla_clock_views.xml",
        "report/service_desk_sla_report_views.xml",
    ],
}
