// A Fastify service of your own, with the model's endpoints below /absence.
// Start it with `node server.js`, then:
//
//   curl -d '{"Age":41,"Shift":"night","Distance (km)":12.5}' \
//     -H 'content-type: application/json' localhost:3000/absence/predict

import { fileURLToPath } from "node:url";
import Fastify from "fastify";
import { createModelStore, modelEndpoints } from "supportvector/service";

const service = Fastify();
const models = createModelStore(service.log);
await models.load(fileURLToPath(new URL("../model.json", import.meta.url)));
await service.register(modelEndpoints, { models, prefix: "/absence" });
service.get("/", () => "ok");

console.log(await service.listen({ port: Number(process.env.PORT ?? 3000) }));
