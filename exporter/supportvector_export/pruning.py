"""Leaves out inputs that nothing reads.

A ColumnTransformer that reads inputs does not look at those that it leaves out, nor does scikit-learn ask for them.
"""


def prune_inputs(pipeline, regressor, n_inputs):
    """The positions of the inputs that a record must hold; renumbers the columns of the steps that read inputs."""
    whole = {"type": "Pipeline", "pipeline": pipeline, "regressor": regressor}
    read = sorted(_read_by_regressor(whole, range(n_inputs)))
    _renumber_regressor(whole, {position: i for i, position in enumerate(read)})
    return read


def _read_by_regressor(regressor, inputs):
    if regressor["type"] == "Pipeline" and _first_part(regressor["pipeline"]) is not None:
        return _read(regressor["pipeline"], inputs)
    members = _readers(regressor)
    return (
        set().union(*(_read_by_regressor(member, inputs) for member in members))
        if members
        else set(inputs)
    )


def _readers(regressor):
    """The parts that read what the regressor reads; none if it is they who must have all of it."""
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
    """The step that reads a Pipeline's columns: the first that does not let them pass through."""
    return next(
        (part["step"] for part in pipeline["steps"] if part["step"]["type"] != "passthrough"), None
    )
