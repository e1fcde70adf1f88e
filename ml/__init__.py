"""The modelling room: Arrow in, Arrow out, numbers only.

What belongs here: samples, candidates, calibration, scores, reasons, metrics, drift, and the bundle
that keeps a model as text and JSON. What does not: Dagster, dbt, databases, the environment, the
clock, unseeded randomness, HTML. `README.md` beside this file lists the public functions.
"""
