"""The words of this report: names of codes, headline figures and their definitions, measures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from reports.formats import grouped
from reports.headlines import FigureWords

FIGURES: Final[dict[str, FigureWords]] = {
    "gross_advances": FigureWords(
        "Gross advances",
        "gross advances",
        "Principal outstanding of all open loans; loans written off are out of it.",
    ),
    "open_loans": FigureWords(
        "Open loans",
        "open loans",
        "Loans disbursed and not closed, settled or written off.",
        0,
    ),
    "gross_npa": FigureWords(
        "Gross NPA",
        "gross NPA",
        "Principal outstanding (not the overdue amount) of all open loans whose borrower is "
        "non-performing.",
    ),
    "gross_npa_ratio": FigureWords(
        "Gross NPA ratio", "gross NPA ratio", "Gross NPA over gross advances."
    ),
    "net_npa_ratio": FigureWords(
        "Net NPA ratio",
        "net NPA ratio",
        "Gross NPA less NPA provisions and the suspense and claims that the ledger reports, over "
        "gross advances less the same.",
    ),
    "provision_coverage_ratio": FigureWords(
        "Provision coverage",
        "provision coverage",
        "Provisions on NPAs over gross NPA, without technical write-offs.",
    ),
    "overdue_30_plus_ratio": FigureWords(
        "30 or more days overdue",
        "30 or more days overdue",
        "Outstanding of open loans at 30 or more days past due over gross advances.",
    ),
    "sma_2_ratio": FigureWords(
        "SMA-2",
        "SMA-2",
        "Outstanding of borrowers 60 to 89 days past due and not yet NPA, over gross advances.",
    ),
    "provision": FigureWords(
        "Provisions",
        "provisions",
        "Provisions required on all open loans, standard ones included.",
    ),
    "expected_loss": FigureWords(
        "Expected loss, 12 months",
        "expected loss",
        "Sum over scored open loans of PD x loss given default x exposure; NPAs count with PD 1.",
    ),
    "mean_pd": FigureWords(
        "Mean PD, performing",
        "mean PD",
        "Mean 12-month probability of default of scored open loans that are not NPA.",
    ),
    "scored_ratio": FigureWords(
        "Score coverage",
        "score coverage",
        "Open loans with a score tonight over all open loans.",
        1,
    ),
}

CLASS_NAMES: Final = {
    "STANDARD": "Standard",
    "SMA-0": "SMA-0",
    "SMA-1": "SMA-1",
    "SMA-2": "SMA-2",
    "SUBSTANDARD": "Sub-standard",
    "DOUBTFUL-1": "Doubtful-1",
    "DOUBTFUL-2": "Doubtful-2",
    "DOUBTFUL-3": "Doubtful-3",
    "LOSS": "Loss",
    "NPA": "NPA",
}

PRODUCT_NAMES: Final = {
    "home": "Home",
    "lap": "Against property",
    "auto": "Auto",
    "two_wheeler": "Two-wheeler",
    "gold": "Gold",
    "education": "Education",
    "personal": "Personal",
    "msme": "MSME",
    "agri": "Agriculture",
    "cre": "Commercial property",
    "cre_rh": "Residential projects",
    "teaser_home": "Home, teaser rate",
    "card": "Credit card",
    "other": "Other",
}


@dataclass(frozen=True, slots=True)
class DimensionWords:
    """A way to cut the book: its heading, one of it and several of it in a sentence."""

    title: str
    one: str
    many: str


DIMENSIONS: Final[dict[str, DimensionWords]] = {
    "product": DimensionWords("Product", "product", "products"),
    "region": DimensionWords("Region", "region", "regions"),
    "ticket": DimensionWords("Ticket size", "ticket size", "ticket sizes"),
    "score_band": DimensionWords("Score band", "score band", "score bands"),
}

POPULATIONS: Final = {"behaviour": "Behaviour model", "application": "Application model"}
POPULATION_MEANING: Final = {
    "behaviour": "open loans three or more months on book",
    "application": "undecided applications and loans younger than three months",
}
SAMPLES: Final = {"train": "Training", "folds": "Folds by borrower", "out_of_time": "Out of time"}
SCORED: Final = {
    "behaviour": ("Open loans", "open loans that are not NPA"),
    "application": ("Applications", "undecided applications"),
}
"""What a night scores of each population: its name and what it is."""

JUDGED_ON: Final = ("out_of_time", "folds", "train")
"""The sample that a picture of the model shows: the most honest one there is."""

SAMPLE_PHRASES: Final = {
    "train": "on the data it was trained on",
    "folds": "on folds grouped by borrower",
    "out_of_time": "out of time",
}

METRICS: Final = {
    "auc": ("AUC", 3),
    "gini": ("Gini", 3),
    "ks": ("KS", 3),
    "observed_expected": ("Observed over expected", 3),
    "brier": ("Brier score", 4),
    "rows": ("Rows", 0),
    "bads": ("Bads", 0),
    "bad_rate": ("Bad rate", 4),
    "bad_rate_by_amount": ("Bad rate by amount", 4),
    "mean_pd": ("Mean PD", 4),
    "pr_auc": ("Precision-recall area", 4),
    "rank_reversals": ("Reversals of rank between tenths", 0),
    "log_loss": ("Log loss", 5),
    "hosmer_lemeshow": ("Hosmer-Lemeshow", 2),
    "hosmer_lemeshow_p": ("Hosmer-Lemeshow, p-value", 4),
    "cut_off": ("Cut-off on PD", 4),
    "flagged_share": ("Share above the cut-off", 4),
    "precision": ("Precision at the cut-off", 4),
    "recall": ("Recall at the cut-off", 4),
    "f1": ("F1 at the cut-off", 4),
    "f2": ("F2 at the cut-off", 4),
    "cost_a_row": ("Cost a loan at the cut-off", 0),
    "cost_a_row_all_approved": ("Cost a loan, all approved", 0),
    "gini_stability": ("Gini, steadiness over months", 3),
    "gini_drop": ("Fall of Gini against training", 3),
}
METRICS_SHOWN: Final = ("auc", "gini", "ks", "observed_expected", "brier")
"""The measures that stand open; the others are a click away."""

ALGORITHMS: Final = {
    "lightgbm": "LightGBM",
    "lightgbm_unconstrained": "LightGBM, unconstrained",
    "logistic": "Logistic regression",
    "scorecard": "Scorecard",
    "gradient_boosting": "scikit-learn boosting",
    "xgboost": "XGBoost",
    "random_forest": "Random forest",
    "soft_vote": "Vote of regression and forest",
}
LABEL_SOURCES: Final = {
    "ledger": "the ledger (90 days past due within the window)",
    "outcomes": "the outcomes that the lender supplied",
}
VALIDATIONS: Final = {
    "out_of_time": "months after those it was trained on",
    "grouped_folds": "folds grouped by borrower, for want of later months",
}


def segment_name(dimension: str, segment: str | None, *, is_rest: bool, segment_count: int) -> str:
    """How a segment reads: a code's name, the text as it came, or what the rest is made of."""
    if is_rest:
        return f"{grouped(segment_count)} others"
    if segment is None:
        return "Not known" if dimension != "score_band" else "Not scored"
    if dimension == "score_band":
        return "NPA" if segment == "NPA" else f"Band {segment}"
    return PRODUCT_NAMES.get(segment, segment) if dimension == "product" else segment


def metric_words(metric: str) -> tuple[str, int]:
    """A measure's name and decimals; a new one prints under its own name."""
    return METRICS.get(metric, (metric.replace("_", " "), 4))


def algorithm_words(algorithm: str) -> str:
    """A candidate's name; a new one prints under its own name."""
    return ALGORITHMS.get(algorithm, algorithm.replace("_", " "))
