"""The matrix is decided by the feature list, never by the batch."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest

from ml.features import FeatureSpec, list_hash, matrix_from_arrow, row_hashes

JOB = FeatureSpec("job", "category", categories=("salaried", "retired"))
RATIO = FeatureSpec("ratio", "decimal")
COUNT = FeatureSpec("count", "int")
FLAG = FeatureSpec("flag", "bool")


def test_numbers_decimals_and_flags_become_float64_and_missing_stays_missing():
    frame = pa.table(
        {
            "ratio": pa.array([Decimal("0.25"), None], pa.decimal128(9, 4)),
            "count": pa.array([3, None], pa.int32()),
            "flag": pa.array([True, None]),
        }
    )
    matrix = matrix_from_arrow(frame, [RATIO, COUNT, FLAG])
    assert matrix.values.dtype == np.float64
    assert matrix.values[0].tolist() == [0.25, 3.0, 1.0]
    assert np.isnan(matrix.values[1]).all()


def test_a_category_s_code_does_not_depend_on_its_batch():
    together = matrix_from_arrow(pa.table({"job": ["retired", "salaried", "clown", None]}), [JOB])
    alone = matrix_from_arrow(pa.table({"job": ["retired"]}), [JOB])
    assert together.values[:, 0].tolist() == [1.0, 0.0, 2.0, 2.0]
    assert alone.values[0, 0] == 1.0


def test_a_dictionary_column_is_read_like_its_strings():
    column = pa.chunked_array([pa.array(["retired", None]).dictionary_encode()])
    assert matrix_from_arrow(pa.table({"job": column}), [JOB]).values[:, 0].tolist() == [1.0, 2.0]


def test_infinity_is_missing():
    frame = pa.table({"ratio": [float("inf"), float("-inf"), float("nan"), 1.0]})
    assert np.isnan(matrix_from_arrow(frame, [RATIO]).values[:, 0]).tolist() == [True] * 3 + [False]


def test_an_absent_feature_is_an_error_and_not_a_made_up_column():
    with pytest.raises(ValueError, match="ratio"):
        matrix_from_arrow(pa.table({"count": [1]}), [COUNT, RATIO])


def test_hashes_tell_rows_apart_and_know_no_batch():
    frame = pa.table({"ratio": [0.0, -0.0, None, 0.5], "job": ["salaried"] * 3 + [None]})
    hashes = row_hashes(matrix_from_arrow(frame, [RATIO, JOB]))
    assert hashes[0] == hashes[1]
    assert len(set(hashes)) == 3
    assert row_hashes(matrix_from_arrow(frame.slice(3), [RATIO, JOB])) == hashes[3:]


def test_the_same_values_under_another_list_hash_differently():
    frame = pa.table({"ratio": [1.0], "count": [1.0]})
    assert row_hashes(matrix_from_arrow(frame, [RATIO])) != row_hashes(
        matrix_from_arrow(frame, [COUNT])
    )
    assert list_hash([RATIO, COUNT]) != list_hash([COUNT, RATIO])


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"dtype": "text"}, "dtype"),
        ({"dtype": "int", "available": "C"}, "available"),
        ({"dtype": "int", "monotone": 2}, "monotone"),
        ({"dtype": "category"}, "category"),
        ({"dtype": "int", "categories": ("x",)}, "category"),
        ({"dtype": "category", "categories": ("x",), "monotone": 1}, "order"),
    ],
)
def test_a_wrong_description_is_refused(values: dict[str, object], said: str):
    with pytest.raises(ValueError, match=said):
        FeatureSpec("x", **values)


def test_a_description_survives_json():
    assert FeatureSpec.from_json(JOB.to_json()) == JOB
    with pytest.raises(ValueError, match="colour"):
        FeatureSpec.from_json(JOB.to_json() | {"colour": "red"})
