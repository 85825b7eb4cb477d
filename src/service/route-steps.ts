// What is done with every request to a route, and with every answer: one hook for Fastify, which takes longer over a hook than most of them do over a
// request. It is made for a route, since one for all would have to ask `request.routeOptions`, which Fastify builds anew each time.

import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestHookHandler, RouteOptions } from "fastify";

/**
 * What is done when a request comes, before its body is read. Throws to refuse it. What it returns is waited for.
 *
 * @param came when it came, as in `performance.now()`
 */
export type ArrivalStep = (request: FastifyRequest, reply: FastifyReply, came: number) => Pending | undefined;

/** Begins to wait. Calls `done` with an error to refuse the request; never, if it has answered. */
type Pending = (done: (error?: Error) => void) => void;

/**
 * What is done when a request has been answered.
 *
 * @param ms since it came
 */
export type AnswerStep = (request: FastifyRequest, reply: FastifyReply, ms: number) => void;

/** The steps of a route, in their order. */
export interface RouteSteps {
  readonly arrival?: readonly ArrivalStep[];
  readonly answer?: readonly AnswerStep[];
}

/** All of the steps, in this order. */
export function joinSteps(...steps: readonly RouteSteps[]): Required<RouteSteps> {
  return {
    arrival: steps.flatMap(({ arrival = [] }) => arrival),
    answer: steps.flatMap(({ answer = [] }) => answer),
  };
}

/** Adds steps to every route that is added from now on, in front of its own hooks. */
export function stepRoutes(service: FastifyInstance, stepsOf: (route: RouteOptions) => RouteSteps): void {
  service.addHook("onRoute", (route) => {
    route.onRequest = [hookOf(stepsOf(route)), route.onRequest ?? []].flat();
  });
}

/** The hook that takes these steps, for Fastify: it is told of a request. */
export function hookOf(steps: RouteSteps): onRequestHookHandler {
  const { arrival, answer } = joinSteps(steps);
  const arrive = (
    first: number,
    came: number,
    request: FastifyRequest,
    reply: FastifyReply,
    done: (error?: Error) => void,
  ): void => {
    let i = first;
    let pending: Pending | undefined;
    try {
      while (i < arrival.length && !pending) pending = arrival[i++]!(request, reply, came);
    } catch (error) {
      // Not thrown on: after a step that waited, nobody would catch it.
      done(error as Error);
      return;
    }
    if (pending) pending((error) => (error ? done(error) : arrive(i, came, request, reply, done)));
    else done();
  };
  return (request, reply, done) => {
    const came = performance.now();
    // Fastify has a hook for this too, which costs two listeners.
    reply.raw.on("finish", () => {
      const ms = performance.now() - came;
      for (const step of answer) step(request, reply, ms);
    });
    arrive(0, came, request, reply, done);
  };
}
