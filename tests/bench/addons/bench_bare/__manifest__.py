{
    "name": "Benchmark: a Bare Model",
    "summary": "What the service desk is measured against; never installed anywhere else",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "author": "Service Desk contributors",
    "license": "LGPL-3",
    "depends": ["mail"],
    "data": ["security/ir.model.access.csv"],
}
