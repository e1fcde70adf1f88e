"""The yardstick: the 66 features and the facility's state of one date, written by hand in pandas.

Reads the raw files of a book of `benchmarks.book`, not one table of the warehouse, and gives for
every open loan what `marts.mart_loan_features` and the facility columns of `marts.loan_npa_status`
give: what was known at the date's cutoff alone, repeated and corrected rows settled, first in first
out to the paisa. It is written as one writes pandas who cares for speed: only the columns that are
read, ids as codes, amounts as whole paise, days as whole numbers, group-bys, merges and numpy over
columns, no loop over loans.

It does less than the warehouse does: one date a run; no contract checks and no quarantine but for
repeated keys of repayments; no borrower's class, NPA date, provision or restatement; no currencies,
no tolerance, no undecided applications; no ledger that ends early (`observed_until`); every due
tells its principal part.
"""
