// A bare Fastify route: parses the body, and answers what it was told to. No protections, no log, no model.
//
//   node bench/service/bare.js PORT ANSWER

import { fastify } from "fastify";

const [, , port, answer] = process.argv;
const service = fastify({ logger: false });
service.post("/predict", (_request, reply) => {
  reply.type("application/json; charset=utf-8").send(answer);
});
await service.listen({ host: "127.0.0.1", port: Number(port) });
