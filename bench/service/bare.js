// A bare Fastify route: parses the body and sends a constant response. It has no protections, no
// log and no model.
//
//   node bench/service/bare.js PORT RESPONSE

import { fastify } from "fastify";

const [, , port, response] = process.argv;
const service = fastify({ logger: false });
service.post("/predict", (_request, reply) => {
  reply.type("application/json; charset=utf-8").send(response);
});
await service.listen({ host: "127.0.0.1", port: Number(port) });
