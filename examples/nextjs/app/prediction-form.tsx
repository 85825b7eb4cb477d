"use client";
// A client component: the page holds the model, and predicts as the reader types. Do this only with
// a model that every reader of the page may have: its file contains training rows.

import { useState } from "react";
import { model } from "../model";

export function PredictionForm() {
  const [age, setAge] = useState(41);
  const prediction = model.predict({ Age: age, Shift: "night", "Distance (km)": 12.5 });
  return (
    <form>
      <label>
        Age <input type="number" value={age} onChange={(event) => setAge(Number(event.target.value))} />
      </label>
      <p aria-live="polite">
        In the browser: <output>{prediction.toFixed(2)}</output> {model.info.unit}
      </p>
    </form>
  );
}
