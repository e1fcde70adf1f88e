"""First in, first out: what each loan owed, day by day, up to the date.

A loan moves on the days on which it opens, an instalment falls due, or money comes or goes back.
Between two such days nothing changes but the age of what is owed. `loan` is everywhere the row of
the loan in the frame of loans.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from benchmarks.pandas_features.calendar_days import NEVER, NO_DAY, number_of
from benchmarks.pandas_features.repayments import Repayments

# A reported dpd that is older says nothing any more.
STATUS_HOLDS_DAYS = 62


@dataclass(frozen=True)
class Ledger:
    """What dues and money come to.

    `dues`: the instalments in order, with their running sums. `receipts`: the money, bounced rows
    too. `days`: a row a loan and day on which it moved, with all that was due and paid by its end.
    `states`: stretches of days, `first_day` to `last_day`, of all loans that were ever behind or
    are reported, with the due date of the `oldest` unmet instalment (nan: none) or the `reported`
    dpd (nan: told by the ledger).

    By loan: `schedule`, its first and last due and how many have fallen; `facility`, if it has a
    dpd at all and if that is reported, dpd, overdue and outstanding paise at the date's end.
    """

    dues: pd.DataFrame
    receipts: pd.DataFrame
    days: pd.DataFrame
    states: pd.DataFrame
    schedule: pd.DataFrame
    facility: pd.DataFrame


def keep_ledgers(repayments: Repayments, loans: pd.DataFrame, as_of: pd.Timestamp) -> Ledger:
    """Appropriate all money to dues, oldest first, and tell the state of every loan."""
    today = number_of(as_of)
    dues, statuses = repayments.dues, repayments.statuses
    running = dues.groupby("loan")[["amount", "principal"]].cumsum()
    dues["cumulative"], dues["cumulative_principal"] = running["amount"], running["principal"]
    days = _days(repayments, loans, today)
    states = _states(days, dues, statuses, loans)
    reported = _reported_states(statuses, loans, today)
    facility = _facility(states, reported, repayments, loans, today)
    return Ledger(
        dues=dues,
        receipts=repayments.receipts,
        days=days,
        states=pd.concat([states, reported]),
        schedule=_schedule(dues, today).reindex(loans.index),
        facility=facility,
    )


def dpd_on(states: pd.DataFrame, day: pd.Series | int) -> pd.Series:
    """Days past due at the end of a day of each state."""
    return states["reported"].fillna((day - states["oldest"]).fillna(0))


def highest(states: pd.DataFrame, dpd: pd.Series, count: int) -> np.ndarray:
    """The highest dpd of each loan; nan for loans without a state."""
    return np.asarray(dpd.groupby(states["loan"]).max().reindex(range(count)))


def covered_on_due_date(dues: pd.DataFrame, days: pd.DataFrame) -> np.ndarray:
    """What all money had reached of each instalment when its due date ended."""
    paid = dues[["loan", "day"]].merge(
        days[["loan", "day", "paid"]], on=["loan", "day"], how="left"
    )["paid"]
    before = (dues["cumulative"] - dues["amount"]).to_numpy()
    return np.asarray(np.clip(paid.fillna(0).to_numpy() - before, 0, dues["amount"]))


def _schedule(dues: pd.DataFrame, today: int) -> pd.DataFrame:
    by_loan = dues.groupby("loan")["day"]
    fallen = (dues["day"] <= today).groupby(dues["loan"]).sum()
    first, last = by_loan.min(), by_loan.max()
    return pd.DataFrame({"first_due": first, "last_due": last, "fallen_count": fallen})


def _days(repayments: Repayments, loans: pd.DataFrame, today: int) -> pd.DataFrame:
    """One row a loan and day on which it moved: all that was due and paid by its end."""
    dues, receipts = repayments.dues, repayments.receipts
    has_fallen = _has_fallen(dues, loans, today)
    opened = loans.loc[loans["disbursed_day"] > NO_DAY, "disbursed_day"]
    movements = pd.concat(
        [
            pd.DataFrame({"loan": opened.index.astype(np.int32), "day": opened}),
            dues.loc[has_fallen, ["loan", "day", "amount"]].rename(columns={"amount": "due"}),
            receipts.loc[~receipts["is_bounced"], ["loan", "day", "amount"]].rename(
                columns={"amount": "paid"}
            ),
        ],
        ignore_index=True,
    )
    days = movements.groupby(["loan", "day"], as_index=False)[["due", "paid"]].sum()
    days[["due", "paid"]] = days.groupby("loan")[["due", "paid"]].cumsum()
    is_last = days["loan"].ne(days["loan"].shift(-1))
    days["last_day"] = (days["day"].shift(-1, fill_value=0) - 1).mask(is_last, today)
    return days


def _states(
    days: pd.DataFrame, dues: pd.DataFrame, statuses: pd.DataFrame, loans: pd.DataFrame
) -> pd.DataFrame:
    """The days of loans that were ever behind, each to the next; `reached` is the row of the due at
    which the money of the day runs out.
    """
    by_ledger = _marked(dues["loan"], len(loans)) & ~_marked(statuses["loan"], len(loans))
    days = days[by_ledger[days["loan"]]]
    was_behind = _marked(days.loc[days["due"] > days["paid"].clip(lower=0), "loan"], len(loans))
    days = days[was_behind[days["loan"]]]
    closed_on = loans["closed_day"].replace(NO_DAY, NEVER).to_numpy()[days["loan"]]
    states = days.assign(
        # reversals beyond what came leave nothing to appropriate; they are no dues themselves
        money=days["paid"].clip(lower=0),
        first_day=days["day"],
        last_day=np.minimum(days["last_day"], closed_on - 1),
        reported=np.nan,
    )[days["day"] < closed_on]
    running = dues["amount"].cumsum()
    dues_before = np.zeros(len(loans))
    dues_before[dues["loan"]] = running - dues["cumulative"]
    is_behind = states["due"] > states["money"]
    reached = np.searchsorted(running, dues_before[states["loan"]] + states["money"], "right")
    states["reached"] = np.where(is_behind, reached, -1)
    states["oldest"] = np.where(
        is_behind, dues["day"].to_numpy().take(reached, mode="clip"), np.nan
    )
    return states


def _reported_states(statuses: pd.DataFrame, loans: pd.DataFrame, today: int) -> pd.DataFrame:
    """Each reported dpd, carried forward unaged to the next one or until it is too old."""
    told = statuses[statuses["dpd"].notna()]
    following = told.groupby("loan")["day"].shift(-1, fill_value=NEVER) - 1
    closed_on = loans["closed_day"].replace(NO_DAY, NEVER).to_numpy()[told["loan"]]
    last_day = np.minimum(following, told["day"] + STATUS_HOLDS_DAYS)
    states = pd.DataFrame(
        {
            "loan": told["loan"],
            "first_day": told["day"],
            "last_day": np.minimum(last_day, closed_on - 1).clip(upper=today),
            "reported": told["dpd"],
            "oldest": (told["day"] - told["dpd"]).where(told["dpd"] > 0),
        }
    )
    return states[told["day"] < closed_on]


def _facility(
    states: pd.DataFrame,
    reported: pd.DataFrame,
    repayments: Repayments,
    loans: pd.DataFrame,
    today: int,
) -> pd.DataFrame:
    """The state of each loan at the end of the date."""
    dues, statuses = repayments.dues, repayments.statuses
    met = dues["principal"].where(_has_fallen(dues, loans, today), 0).groupby(dues["loan"]).sum()
    owing = states[(states["last_day"] == today) & states["oldest"].notna()].set_index("loan")
    reached = dues.iloc[owing["reached"]].set_index("loan")
    # interest before principal inside the instalment at which the money runs out
    met_before = reached["cumulative"] - reached["amount"] + reached["interest"]
    met_in_part = (owing["money"] - met_before).clip(lower=0)
    met[owing.index] = reached["cumulative_principal"] - reached["principal"] + met_in_part
    facility = pd.DataFrame({"dpd": 0.0, "overdue": 0.0}, index=loans.index)
    facility["outstanding"] = dues.groupby("loan")["principal"].sum() - met
    facility.loc[owing.index, "dpd"] = today - owing["oldest"]
    facility.loc[owing.index, "overdue"] = owing["due"] - owing["money"]
    told = statuses["loan"].unique()
    facility.loc[told, ["dpd", "overdue"]] = np.nan
    holding = reported[reported["last_day"] == today].set_index("loan")
    facility.loc[holding.index, "dpd"] = holding["reported"]
    facility.loc[told, "outstanding"] = statuses.groupby("loan")["outstanding"].last()
    facility[loans["closed_day"] > NO_DAY] = 0.0
    facility["is_reported"] = _marked(statuses["loan"], len(loans))
    facility["has_state"] = facility["is_reported"] | _marked(dues["loan"], len(loans))
    facility.loc[~facility["has_state"], ["dpd", "overdue", "outstanding"]] = np.nan
    return facility


def _has_fallen(dues: pd.DataFrame, loans: pd.DataFrame, today: int) -> pd.Series:
    """Whether a due has fallen by today; none does from the loan's end on."""
    ends = loans[["closed_day", "written_off_day"]].replace(NO_DAY, NEVER).min(axis=1).to_numpy()
    return (dues["day"] <= today) & (dues["day"] < ends[dues["loan"]])


def _marked(loans: pd.Series, count: int) -> np.ndarray:
    """For each of the loans whether it is among those."""
    marks = np.zeros(count, dtype=bool)
    marks[loans] = True
    return marks
