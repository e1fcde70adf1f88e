"""The only room with an environment, a clock and connections.

Belongs here: settings, the files of a home, the run lock, the landing of raw tables, the calls of
dbt, of `ml` and of `reports`, the publishing of a run, Dagster's definitions and the command line.
Does not belong here: business rules (they are SQL in `dbt_project/`), mathematics (`ml/`) and
page layout (`reports/`).
"""
