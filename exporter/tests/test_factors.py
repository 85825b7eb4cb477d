"""The factors of an RBF kernel: valid plans, the same sums, and when there is none."""

import numpy as np
import pandas
import pytest
from sklearn.compose import ColumnTransformer
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVR

from supportvector_export.conversion import convert_pipeline
from supportvector_export.evaluate import support_vectors
from supportvector_export.factors import plan_factors
from supportvector_export.kernel_values import FACTOR

QUANTITIES = ["Age", "Distance", "Height", "Weight", "Workload", "Target", "Warned"]
CODES = ["Education", "Month", "Season", "Reason", "Weekday"]


def people_and_months(n, random):
    """Returns rows of 36 people in 48 months, and the hours that each is absent."""
    person, month = random.randint(0, 36, n), random.randint(0, 48, n)
    frame = pandas.DataFrame(
        {
            "Age": random.randint(27, 59, 36)[person],
            "Distance": random.randint(5, 53, 36)[person],
            "Height": random.randint(163, 197, 36)[person],
            "Weight": random.randint(56, 109, 36)[person],
            "Workload": random.uniform(205, 379, 48)[month],
            "Target": random.randint(81, 101, 48)[month],
            "Warned": random.rand(n) < 0.05,
            "Education": random.randint(1, 5, 36)[person],
            "Month": month % 12 + 1,
            "Season": month // 3 % 4 + 1,
            "Reason": random.randint(0, 28, n),
            "Weekday": random.randint(2, 7, n),
        }
    )
    return frame, random.gamma(1, 7, n).round()


def table(random):
    """Returns support vectors with repeating structure, and the input of each column."""
    n = int(random.choice([1, 40, 300, 1500]))
    parts = []
    for _ in range(random.randint(1, 5)):
        who = random.randint(0, random.choice([2, 12, 40, 400]), n)
        for _ in range(random.randint(0, 4)):
            parts.append(random.normal(size=400).round(random.randint(0, 4))[who, None])
        for _ in range(random.randint(0, 3)):
            k = random.randint(2, 9)
            parts.append(np.eye(k)[random.randint(0, k, 400)[who]] * random.choice([1.0, 0.3]))
    parts += [random.normal(size=(n, 1)) for _ in range(random.choice([0, 0, 2]))]
    parts = [parts[i] for i in random.permutation(len(parts))] or [np.ones((n, 1))]
    inputs = [(i,) for i, part in enumerate(parts) for _ in range(part.shape[1])]
    return np.hstack(parts), inputs


def check(plan, width):
    """Checks what a reader of model files relies on."""
    assert sorted(c for group in plan["groups"] for c in group) == list(range(width))
    used = [plan[name] for name in ("first", "second", "last") if name in plan]
    for k, (a, b) in enumerate(plan["joins"]):
        assert max(a, b) < len(plan["groups"]) + k
        used += [a, b]
    assert sorted(used) == list(range(len(plan["groups"]) + len(plan["joins"])))


def combine(a, b):
    """Returns the distinct pairs of two columns of numbers, and the pair of each support vector."""
    pairs, index = np.unique(np.column_stack([a, b]), axis=0, return_inverse=True)
    return pairs.T, index.ravel()


def evaluate(plan, vectors, alpha, gamma, x):
    """Returns Σ α K(x, s) by the plan: a factor per distinct row, a product per combination."""
    nodes = []
    for columns in plan["groups"]:
        rows, index = np.unique(vectors[:, columns], axis=0, return_inverse=True)
        nodes.append((np.exp(-gamma * ((x[columns] - rows) ** 2).sum(axis=1)), index.ravel()))
    for a, b in plan["joins"]:
        (left, right), index = combine(nodes[a][1], nodes[b][1])
        nodes.append((nodes[a][0][left] * nodes[b][0][right], index))
    nothing = np.ones(1), np.zeros(len(alpha), dtype=int)
    first, second, last = (
        nodes[plan[name]] if name in plan else nothing for name in ("first", "second", "last")
    )
    (left, right), pairs = combine(first[1], second[1])
    (pair, row), combinations = combine(pairs, last[1])
    coefficients = np.bincount(combinations, alpha)
    weights = np.bincount(pair, coefficients * last[0][row])
    return (weights * first[0][left] * second[0][right]).sum()


def check_sums(plan, vectors, alpha, gamma, x):
    """Compares the sum by the plan with the sum over all support vectors."""
    terms = alpha * np.exp(-gamma * ((x - vectors) ** 2).sum(axis=1))
    found = evaluate(plan, vectors, alpha, gamma, x)
    assert abs(found - terms.sum()) <= FACTOR * np.abs(terms).sum()


def test_random_tables():
    planned = 0
    for seed in range(80):
        random = np.random.RandomState(seed)
        vectors, inputs = table(random)
        n, d = vectors.shape
        plan = plan_factors(vectors, inputs, range(d))
        if plan is None:
            continue
        planned += 1
        check(plan, d)
        alpha = random.normal(size=n)
        for x in (vectors[0], vectors[-1] + 0.1, random.normal(size=d)):
            check_sums(plan, vectors, alpha, 1 / d, x)
        if n <= 1024:  # of more, only the first count for a column that may not repeat
            assert plan_factors(vectors[random.permutation(n)], inputs, range(d)) == plan
    assert planned > 50


def documented():
    """Returns the support vectors of the example in docs/model-file.md, and their inputs."""
    random = np.random.RandomState(0)
    person, month, shift = (random.randint(0, k, 300) for k in (5, 24, 2))
    vectors = np.column_stack(
        [
            random.normal(size=(5, 2))[person],
            np.eye(3)[month % 3],
            random.normal(size=24)[month],
            np.eye(2)[shift],
        ]
    )
    return vectors, ["age", "height", *["month"] * 3, "workload", *["shift"] * 2]


def test_the_example_of_the_documentation():
    assert plan_factors(*documented(), range(8)) == {
        "groups": [[0, 1], [2, 3, 4], [5], [6, 7]],
        "joins": [[1, 2]],
        "first": 0,
        "second": 4,
        "last": 3,
    }


def test_zeros_of_both_signs_are_one_number():
    vectors, inputs = documented()
    signs = np.random.RandomState(0).choice([1, -1], vectors.shape)
    signed = np.where(vectors == 0, vectors * signs, vectors)
    assert np.any(np.signbit(signed[vectors == 0]))
    assert plan_factors(signed, inputs, range(8)) == plan_factors(vectors, inputs, range(8))


@pytest.mark.parametrize("standardised", [False, True])
@pytest.mark.parametrize("C", [0.1, 1, 10, 30, 100, 1000])
def test_an_ordinary_pipeline(C, standardised):
    random = np.random.RandomState(0)
    X, y = people_and_months(592, random)
    if standardised:
        y = (y - y.mean()) / y.std()
    encode = OneHotEncoder(handle_unknown="ignore")
    columns = ColumnTransformer([("scale", StandardScaler(), QUANTITIES), ("code", encode, CODES)])
    pipeline = Pipeline([("columns", columns), ("svr", SVR(C=C))]).fit(X, y)
    regressor = convert_pipeline(pipeline).regressor
    rows = columns.transform(X)[:5].toarray()
    vectors = support_vectors(regressor, rows.shape[1])
    check(regressor["factors"], rows.shape[1])
    for x in rows:
        check_sums(regressor["factors"], vectors, regressor["dual_coef"], regressor["gamma"], x)


def test_no_plan_without_repeats():
    random = np.random.RandomState(0)
    X, y = random.normal(size=(400, 6)), random.normal(size=400)
    assert "factors" not in convert_pipeline(SVR().fit(X, y)).regressor
    large = random.normal(size=(3000, 6))
    assert plan_factors(large, "abcdef", range(6)) is None
    assert plan_factors(large[:0], "abcdef", range(6)) is None


def test_only_the_rbf_kernel_has_factors():
    X, y = people_and_months(300, np.random.RandomState(0))
    numbers = X[QUANTITIES].to_numpy(float)
    kernels = ("rbf", "poly", "sigmoid")
    regressors = [
        convert_pipeline(SVR(kernel=kernel).fit(numbers, y)).regressor for kernel in kernels
    ]
    assert ["factors" in regressor for regressor in regressors] == [True, False, False]
