// A Cloudflare Worker with one endpoint: POST a record, get its prediction. The model file is part
// of the script. A global model is loaded once per isolate and serves all of its requests.

import { InputError, loadModel } from "supportvector";
import modelFile from "../../model.json";

const model = loadModel(modelFile);

export default {
  async fetch(request) {
    if (request.method !== "POST") return new Response("POST a record as JSON\n", { status: 405 });
    const record = await request.json().catch(() => undefined);
    try {
      return Response.json({ prediction: model.predict(record), unit: model.info.unit });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return Response.json({ issues: error.issues }, { status: 400 });
    }
  },
};
