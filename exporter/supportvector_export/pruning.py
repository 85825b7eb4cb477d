"""The inputs that a step reads.

A ColumnTransformer ignores the columns that it does not select, and scikit-learn does not ask for
them. The model file leaves out inputs that every step ignores.
"""


def prune_inputs(pipeline: dict, regressor: dict, n_inputs: int) -> list:
    """Returns the positions of the inputs that a record must hold.

    Changes the columns of the steps that read inputs to positions among these.
    """
    read = read_inputs(pipeline, regressor, n_inputs)
    whole = {"type": "Pipeline", "pipeline": pipeline, "regressor": regressor}
    _renumber_regressor(whole, {position: i for i, position in enumerate(read)})
    return read


def read_inputs(pipeline: dict, regressor: dict, n_inputs: int) -> list:
    """Returns the positions of the inputs that any step reads."""
    whole = {"type": "Pipeline", "pipeline": pipeline, "regressor": regressor}
    return sorted(_read_by_regressor(whole, range(n_inputs)))


def _read_by_regressor(regressor, inputs):
    if regressor["type"] == "Pipeline" and _first_part(regressor["pipeline"]) is not None:
        return _read(regressor["pipeline"], inputs)
    members = _readers(regressor)
    if not members:
        return set(inputs)
    return set().union(*(_read_by_regressor(member, inputs) for member in members))


def _readers(regressor):
    """Returns the parts that read the columns of the regressor.

    Returns none where the regressor needs all its columns.
    """
    if "regressor" in regressor:
        return [regressor["regressor"]]
    if (
        regressor["type"] in ("VotingRegressor", "MultiOutputRegressor")
        or regressor.get("passthrough") is False
    ):
        return [part["regressor"] for part in regressor["estimators"]]
    return []


def _renumber_regressor(regressor, positions):
    if regressor["type"] == "Pipeline" and _first_part(regressor["pipeline"]) is not None:
        _renumber(regressor["pipeline"], positions)
        return
    for member in _readers(regressor):
        _renumber_regressor(member, positions)


def _read(step, inputs):
    if step["type"] == "Pipeline":
        first = _first_part(step)
        return set(inputs) if first is None else _read(first, inputs)
    if step["type"] == "ColumnTransformer":
        return {inputs[i] for part in step["transformers"] for i in part["columns"]}
    if step["type"] == "FeatureUnion":
        return set().union(*(_read(part["step"], inputs) for part in step["transformers"]))
    return set(inputs)


def _renumber(step, positions):
    if step["type"] == "Pipeline" and _first_part(step) is not None:
        _renumber(_first_part(step), positions)
    for part in step.get("transformers", []):
        if step["type"] == "ColumnTransformer":
            part["columns"] = [positions[i] for i in part["columns"]]
        else:
            part["columns"] = list(range(len(positions)))
            _renumber(part["step"], positions)


def _first_part(pipeline):
    """Returns the first step of a Pipeline that does not pass its columns through."""
    return next(
        (part["step"] for part in pipeline["steps"] if part["step"]["type"] != "passthrough"), None
    )
