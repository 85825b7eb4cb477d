"""The files that --sample takes: what `supportvector predict` takes, with words for the rest."""

import gzip
import json

import joblib
import numpy as np
import pandas
import pytest
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler
from sklearn.svm import SVR

from supportvector_export import export_pipeline
from supportvector_export.__main__ import main

random = np.random.RandomState(0)
X = pandas.DataFrame(
    {"Age": random.rand(30).round(3), "Distance (km)": random.uniform(1, 60, 30).round(1)}
)
TOWNS = pandas.DataFrame({"town": ["São", "Köln", "NA"] * 10, "n": np.arange(30.0)})
y = random.normal(size=30)

SCALED = make_pipeline(StandardScaler(), SVR()).fit(X, y)
ON_ARRAY = make_pipeline(StandardScaler(), SVR()).fit(X.to_numpy(), y)
ON_TOWNS = make_pipeline(
    ColumnTransformer([("town", OneHotEncoder(), ["town"]), ("n", StandardScaler(), ["n"])]), SVR()
).fit(TOWNS, y)
EXPECTED = export_pipeline(SCALED, X)


@pytest.fixture
def export(tmp_path, monkeypatch, capsys):
    """Returns a function that exports with a sample of some bytes or text.

    It returns the model file, None if it is refused, and what the command says.
    """
    monkeypatch.chdir(tmp_path)

    def call(pipeline, content, *more):
        joblib.dump(pipeline, "pipeline.joblib")
        content = content.encode() if isinstance(content, str) else content
        (tmp_path / "rows.csv").write_bytes(content)
        (tmp_path / "model.json").unlink(missing_ok=True)
        code = main(["pipeline.joblib", "--sample", "rows.csv", "--output", "model.json", *more])
        said = capsys.readouterr().err
        assert (code == 0) == (tmp_path / "model.json").exists()
        assert "Traceback" not in said
        return json.loads((tmp_path / "model.json").read_text()) if code == 0 else None, said

    return call


def csv(frame, **options):
    return frame.to_csv(index=False, **options)


def test_a_file_as_pandas_writes_it(export):
    model, said = export(SCALED, csv(X))
    assert model == EXPECTED
    assert said == ""


@pytest.mark.parametrize(
    "content",
    [
        csv(X.assign(target=y, note="x, y")),
        csv(X[["Distance (km)", "Age"]]),
        X.assign(target=y).to_csv(),
        csv(X, sep=";"),
        csv(X, sep="\t"),
        csv(X, sep="|"),
        csv(X.assign(note=1), sep=";").replace("note", "a,b,c,d"),
        "sep=!\n" + csv(X, sep="!"),
        csv(X).replace("\n", "\r\n"),
        csv(X).replace("\n", "\r"),
        csv(X).replace("\n", "\n\n") + "\n  \n",
        "\n" + csv(X),
        csv(X, quoting=1),
        csv(X).replace(",", " , "),
        b"\xef\xbb\xbf" + csv(X).encode(),
        gzip.compress(csv(X).encode()),
    ],
    ids=[
        "a target and a text",
        "another order",
        "an index",
        "semicolons",
        "tabs",
        "bars",
        "a name with commas",
        "sep=",
        "CRLF",
        "CR",
        "empty lines",
        "an empty line first",
        "quotes",
        "blanks around fields",
        "a byte order mark",
        "gzip",
    ],
)
def test_what_predict_takes(export, content):
    assert export(SCALED, content)[0] == EXPECTED


def test_decimal_commas(export):
    content = csv(X, sep=";", decimal=",")
    assert export(SCALED, content, "--decimal", "comma")[0] == EXPECTED


def test_decimal_commas_without_the_option(export):
    model, said = export(SCALED, csv(X, sep=";", decimal=","))
    assert model is None
    assert "rows.csv: column 'Age' holds numbers with a decimal comma: --decimal comma" in said
    assert said.count("\n") == 1


def test_a_decimal_point_with_the_option(export):
    model, said = export(SCALED, csv(X, sep=";"), "--decimal", "comma")
    assert model is None
    assert "line 2, column 'Age': expected a finite number with a decimal comma, got" in said


def test_a_delimiter_that_is_said(export):
    assert export(SCALED, csv(X, sep="!"), "--delimiter", "!")[0] == EXPECTED
    assert export(SCALED, csv(X, sep="\t"), "--delimiter", "tab")[0] == EXPECTED
    with pytest.raises(SystemExit):
        export(SCALED, csv(X), "--delimiter", "ab")


def test_blanks_at_the_ends_of_a_name(export):
    model, said = export(SCALED, csv(X.rename(columns={"Age": " Age "})))
    assert model == EXPECTED
    assert "rows.csv: column ' Age ' is read as 'Age', without blanks at its ends" in said


def test_a_name_that_ends_in_a_blank(export):
    """The included model's data set has such a name."""
    frame = X.rename(columns={"Age": "Age "})
    pipeline = make_pipeline(StandardScaler(), SVR()).fit(frame, y)
    model, said = export(pipeline, csv(X))
    assert model == export_pipeline(pipeline, frame)
    assert "column 'Age' is read as 'Age '" in said


def test_cp1252(export):
    model, said = export(ON_TOWNS, csv(TOWNS).encode("cp1252"))
    assert model == export_pipeline(ON_TOWNS, TOWNS)
    assert "rows.csv is not UTF-8. It is read as cp1252" in said


@pytest.mark.parametrize("encoding, name", [("utf-16", "UTF-16"), ("utf-16-be", "UTF-16")])
def test_utf_16(export, encoding, name):
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    model, said = export(ON_TOWNS, mark + csv(TOWNS).encode(encoding))
    assert model == export_pipeline(ON_TOWNS, TOWNS)
    assert f"rows.csv is read as {name}" in said


@pytest.mark.parametrize(
    "content, words",
    [
        ("", "rows.csv is empty: expected a header and rows"),
        (" \n\n", "rows.csv is empty: expected a header and rows"),
        ("Age,Distance (km)\n", "rows.csv has a header and no rows"),
        ("Age,Distance (km)\n1,2\n1,2,3\n", "rows.csv: line 3 has 3 fields, the header 2"),
        ("Age,Distance (km)\n1\n", "rows.csv: line 2 has 1 field, the header 2"),
        ('Age,Distance (km)\n1,"2\n3,4\n', "rows.csv: line 2 opens a quote that does not close"),
        ('Age,Distance (km)\n1,"2"3\n', "line 2 has a quoted field with more text behind its"),
        ('"Age,Distance (km)\n1,2\n', "rows.csv: line 1 opens a quote that does not close"),
        ('Age,Distance (km)\n1,"' + "2" * 140_000, "line 2 has a field of more than 131072 char"),
        ("Age,Distance\n1,2\n", "has no column 'Distance (km)'. Did you mean 'Distance (km)' by"),
        ("Age,Age,Distance (km)\n1,1,2\n", "rows.csv has several columns 'Age': keep one of each"),
        (
            "Age,Distance (km)\n1,2 km\n",
            "line 2, column 'Distance (km)': expected a finite number, got",
        ),
        (
            "Age,Distance (km)\n1,0x1F\n",
            "line 2, column 'Distance (km)': expected a finite number, got",
        ),
        (
            "Age,Distance (km)\n1,1_0\n",
            "line 2, column 'Distance (km)': expected a finite number, got",
        ),
        (
            "Age,Distance (km)\n1,inf\n",
            "line 2, column 'Distance (km)': expected a finite number, got",
        ),
        ("Age,Distance (km)\n1,1e999\n", "'Distance (km)': expected a finite number, got"),
        ("Age,Distance (km)\n1," + 5000 * "9", "'Distance (km)': expected a finite number, got"),
        ("Age,Distance (km)\n1,\n", "column 'Distance (km)': holds no value, and the pipeline imp"),
        (b"PK\x03\x04 ...", "rows.csv is a ZIP archive or an Excel workbook: save it as CSV"),
        (b"PAR1 ...", "rows.csv is a Parquet file: write it by pandas.DataFrame.to_csv"),
        (b"\x1f\x8b\x08", "rows.csv is not a whole gzip file"),
        (b"a\0,\0b\0", "rows.csv is binary, or UTF-16 without a byte order mark"),
        (b"\xff\xfea", "rows.csv is not whole UTF-16, from byte 0 on: save it as UTF-8"),
        (b"a,\x81\n", "rows.csv is neither UTF-8 nor cp1252, from byte 2 on: save it as UTF-8"),
    ],
)
def test_what_is_refused(export, content, words):
    model, said = export(SCALED, content)
    assert model is None
    assert said.startswith("supportvector-export: ")
    assert words in said


def test_all_problems_at_once(export):
    content = "Age,Distance (km)\n" + "1,2,3\n" * 12
    assert export(SCALED, content)[1] == (
        "supportvector-export: rows.csv: 12 problems\n"
        + "".join(f"  line {line} has 3 fields, the header 2\n" for line in range(2, 12))
        + "  and 2 more\n"
    )


def test_lines_count_quoted_line_ends(export):
    content = 'Age,Distance (km),note\n1,2,"a\nb"\n1,x,c\n'
    assert "line 4, column 'Distance (km)'" in export(SCALED, content)[1]


def test_words_for_missing_numbers(export):
    frame = X.copy()
    frame.loc[3:5, "Age"] = np.nan
    pipeline = make_pipeline(SimpleImputer(), SVR()).fit(frame, y)
    model, said = export(pipeline, csv(frame, na_rep="NA"))
    assert model == export_pipeline(pipeline, frame)
    assert "column 'Age' has 3 words such as NA, which are read as missing" in said
    assert export(pipeline, csv(frame)) == (model, "")


def test_columns_that_the_pipeline_drops(export):
    """A ColumnTransformer is fitted on columns that it drops. The sample may lack them."""
    frame = X.assign(name="Ann", unit="h")
    columns = ColumnTransformer([("all", StandardScaler(), ["Age", "Distance (km)"])])
    pipeline = make_pipeline(columns, SVR()).fit(frame, y)
    expected = export_pipeline(pipeline, frame)
    assert export(pipeline, csv(frame))[0] == expected
    assert export(pipeline, csv(X))[0] == expected
    on_array = make_pipeline(ColumnTransformer([("all", StandardScaler(), [0, 1])]), SVR()).fit(
        frame.to_numpy(), y
    )
    model, _ = export(on_array, csv(frame))
    assert [entry["name"] for entry in model["inputs"]] == ["Age", "Distance (km)"]
    names = "Age,Distance (km),name,unit"
    assert export(on_array, csv(X.assign(target=y)), "--names", names)[0] == model


def test_integers_stay_integers(export):
    """1/2 of an integer column is 0 in Python, as for whoever predicts this file by pandas."""
    frame = pandas.DataFrame({"a": np.arange(1, 31)})
    pipeline = make_pipeline(FunctionTransformer(np.square), SVR()).fit(frame, y)
    assert export(pipeline, csv(frame))[0] == export_pipeline(pipeline, frame)
    halved = make_pipeline(FunctionTransformer(np.reciprocal), SVR()).fit(frame * 1.0, y)
    model, said = export(halved, csv(frame))
    assert model is None
    assert "differ" in said


def test_numbers_are_the_nearest_float64(export):
    """pandas.read_csv is off by a rounding in about one of ten such numbers."""
    numbers = np.random.RandomState(1).rand(30) * 1e-5
    frame = pandas.DataFrame({"a": numbers})
    pipeline = make_pipeline(StandardScaler(), SVR()).fit(frame, y)
    content = "a\n" + "".join(f"{number!r}\n" for number in numbers.tolist())
    assert export(pipeline, content)[0] == export_pipeline(pipeline, frame)


def test_booleans(export):
    """pandas.get_dummies writes True and False since pandas 2."""
    frame = pandas.DataFrame({"early": [True, False, False] * 10, "n": np.arange(30.0)})
    for pipeline in (
        make_pipeline(StandardScaler(), SVR()).fit(frame, y),
        make_pipeline(
            ColumnTransformer([("a", OneHotEncoder(), ["early"])], remainder="passthrough"), SVR()
        ).fit(frame, y),
    ):
        expected = export_pipeline(pipeline, frame)
        model, said = export(pipeline, csv(frame))
        assert model == expected
        assert "boolean" not in said
        assert expected["inputs"][0].pop("boolean") is True
        assert export(pipeline, csv(frame.astype(float)))[0] == expected


def test_booleans_that_the_pipeline_reads_as_numbers(export):
    """Among missing values, and in an array of numbers."""
    frame = pandas.DataFrame({"early": [1.0, 0.0, np.nan] * 10, "n": np.arange(30.0)})
    numbers = csv(frame)
    bools = numbers.replace("1.0,", "True,").replace("0.0,", "False,")
    for X in (frame, frame.to_numpy()):
        pipeline = make_pipeline(SimpleImputer(strategy="most_frequent"), SVR()).fit(X, y)
        expected, _ = export(pipeline, numbers)
        model, _ = export(pipeline, bools)
        assert model["inputs"][0].pop("boolean") is True
        assert model == expected
        _, said = export(pipeline, bools.replace("\n,", "\nNA,"))
        assert "column 'early' has 10 words such as NA, which are read as missing" in said


def test_categories_that_are_numbers(export):
    frame = pandas.DataFrame({"code": ["01", "1", "NA"] * 10, "floor": [1, 2, 10] * 10})
    columns = ColumnTransformer([("all", OneHotEncoder(), ["code", "floor"])])
    pipeline = make_pipeline(columns, SVR()).fit(frame, y)
    expected = export_pipeline(pipeline, frame)
    assert [entry["categories"] for entry in expected["inputs"]] == [["01", "1", "NA"], [1, 2, 10]]
    assert export(pipeline, csv(frame))[0] == expected
    spaced = csv(frame).replace(",", " , ").replace("10\n", "10.0\n")
    assert export(pipeline, spaced)[0] == expected


class TestOnAnArray:
    """Half of all public SVRs were fitted on arrays."""

    def test_names_from_the_header(self, export):
        model, said = export(ON_ARRAY, csv(X))
        assert [entry["name"] for entry in model["inputs"]] == ["Age", "Distance (km)"]
        assert model["feature_names_out"] == ["Age", "Distance (km)"]
        assert "its inputs get the names of the columns: 'Age', 'Distance (km)'" in said

    def test_names_that_are_said(self, export):
        by_header, _ = export(ON_ARRAY, csv(X))
        content = csv(X[["Distance (km)", "Age"]].assign(target=y))
        assert export(ON_ARRAY, content, "--names", "Age,Distance (km)") == (by_header, "")

    def test_names_in_a_file(self, export, tmp_path):
        by_header, _ = export(ON_ARRAY, csv(X))
        content = csv(X.assign(target=y))
        for names in ("Age\nDistance (km)\n", 'Age,"Distance (km)"'):
            (tmp_path / "names.txt").write_text(names)
            assert export(ON_ARRAY, content, "--names", "@names.txt")[0] == by_header

    def test_an_index_of_pandas_is_left_out(self, export):
        model, said = export(ON_ARRAY, X.to_csv())
        assert [entry["name"] for entry in model["inputs"]] == ["Age", "Distance (km)"]
        assert "the first column has no name and is left out" in said

    @pytest.mark.parametrize(
        "content, words",
        [
            (
                csv(X.assign(target=y)),
                "has 3 columns, and the pipeline was fitted on an array of 2",
            ),
            (csv(X, header=False), "its first line holds numbers, where names of columns belong"),
            ("a,a\n1,2\n", "rows.csv has a name twice: name the columns in the order of the array"),
            ("a,\n1,2\n", "rows.csv has a column without a name: name the columns in the order"),
        ],
    )
    def test_headers_without_names(self, export, content, words):
        model, said = export(ON_ARRAY, content)
        assert model is None
        assert words in said

    @pytest.mark.parametrize(
        "names, words",
        [
            ("Age", "names: expected 2 names, one per column, got 1"),
            ("Age,Age", "names: 'Age' stand there twice"),
            ("Age,Height", "rows.csv has no column 'Height'\n"),
            ("@absent.txt", "absent.txt"),
        ],
    )
    def test_names_that_do_not_fit(self, export, names, words):
        model, said = export(ON_ARRAY, csv(X), "--names", names)
        assert model is None
        assert words in said

    def test_names_of_a_data_frame(self, export):
        model, said = export(SCALED, csv(X), "--names", "A,B")
        assert model is None
        assert "was fitted on a DataFrame with the columns 'Age', 'Distance (km)'" in said
        assert export(SCALED, csv(X), "--names", "Age,Distance (km)")[0] == EXPECTED

    def test_in_python(self):
        rows = X.to_numpy()

        def names(*arguments, **keywords):
            model = export_pipeline(ON_ARRAY, *arguments, **keywords)
            return [entry["name"] for entry in model["inputs"]]

        assert names(rows) == ["x0", "x1"]
        assert names(rows, names=["a", "b"]) == ["a", "b"]
        assert names(X) == ["Age", "Distance (km)"]
        assert names(X, names=["a", "b"]) == ["a", "b"]
        for wrong in ("ab", ["a"], ["a", 1], ["a", "a"]):
            with pytest.raises(ValueError, match="names: "):
                names(rows, names=wrong)


def test_a_data_frame_with_other_columns_in_any_order():
    """A pipeline that begins with a scaler takes what one with a ColumnTransformer takes."""
    assert export_pipeline(SCALED, X.assign(target=y)[["target", "Distance (km)", "Age"]]) == (
        EXPECTED
    )
