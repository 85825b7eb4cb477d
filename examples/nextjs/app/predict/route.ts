// POST /predict: a route handler.

import { InputError } from "supportvector";
import { model } from "../../model";

export async function POST(request: Request): Promise<Response> {
  const record = await request.json().catch(() => undefined);
  try {
    return Response.json({ prediction: model.predict(record), unit: model.info.unit });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return Response.json({ issues: error.issues }, { status: 400 });
  }
}
