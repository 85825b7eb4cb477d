// An Express service with one endpoint. Start it with `node server.js`, then:
//
//   curl -d '{"Age":41,"Shift":"night","Distance (km)":12.5}' \
//     -H 'content-type: application/json' localhost:3000/predict

import { readFileSync } from "node:fs";
import express from "express";
import { InputError, loadModel } from "supportvector";

const model = loadModel(readFileSync(new URL("../model.json", import.meta.url), "utf8"));
const app = express();
app.use(express.json());

app.post("/predict", (request, response) => {
  try {
    response.json({ prediction: model.predict(request.body), unit: model.info.unit });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    // Messages quote the caller's own values: send them back, but do not log them.
    response.status(400).json({ issues: error.issues });
  }
});

const server = app.listen(Number(process.env.PORT ?? 3000), () => {
  console.log(`http://localhost:${server.address().port}`);
});
