// A server component: the model predicts while the page is made, and never leaves the server.

import { model } from "../model";
import { PredictionForm } from "./prediction-form";

export default function Page() {
  const record = { Age: 41, Shift: "night", "Distance (km)": 12.5 } as const;
  return (
    <main>
      <h1>Hours of absence</h1>
      <p id="server">
        On the server: {model.predict(record).toFixed(2)} {model.info.unit}
      </p>
      <PredictionForm />
    </main>
  );
}
