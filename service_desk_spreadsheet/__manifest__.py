{
    "name": "Service Desk Spreadsheet Dashboard",
    "summary": "The service desk among the dashboards",
    "version": "19.0.1.0.0",
    "category": "Services/Service Desk",
    "author": "Service Desk contributors",
    "license": "LGPL-3",
    "depends": ["service_desk", "spreadsheet_dashboard"],
    "auto_install": True,
    "data": ["data/spreadsheet_dashboard_data.xml"],
}
