// Hooks around the requests to a route, joined into one Fastify hook. Fastify spends more time on
// calling a hook than most of these hooks take. The joined hook belongs to one route, because a
// common one would read `request.routeOptions`, an object that Fastify builds on every access.

import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestHookHandler, RouteOptions } from "fastify";

/**
 * Runs when a request arrives, before its body is read. Throws to refuse the request. Returns what
 * the request has to wait for, if anything.
 *
 * @param arrival time of arrival, as in `performance.now()`
 */
export type RequestHook = (request: FastifyRequest, reply: FastifyReply, arrival: number) => Pending | undefined;

/**
 * Starts to wait. Calls `done` when the request may proceed, or with an error to refuse it. Never
 * calls it if it has sent the response itself.
 */
type Pending = (done: (error?: Error) => void) => void;

/**
 * Runs after the response has been sent.
 *
 * @param ms milliseconds since the request arrived
 */
export type ResponseHook = (request: FastifyRequest, reply: FastifyReply, ms: number) => void;

/** The hooks of a route, in the order in which they run. */
export interface RouteHooks {
  readonly request?: readonly RequestHook[];
  readonly response?: readonly ResponseHook[];
}

/** Returns all of these hooks in this order. */
export function joinHooks(...hooks: readonly RouteHooks[]): Required<RouteHooks> {
  return {
    request: hooks.flatMap(({ request = [] }) => request),
    response: hooks.flatMap(({ response = [] }) => response),
  };
}

/** Adds hooks to every route that is registered from now on, before the route's own hooks. */
export function addRouteHooks(service: FastifyInstance, hooksOf: (route: RouteOptions) => RouteHooks): void {
  service.addHook("onRoute", (route) => {
    route.onRequest = [toFastifyHook(hooksOf(route)), route.onRequest ?? []].flat();
  });
}

/** Returns an `onRequest` hook of Fastify that runs these hooks. */
export function toFastifyHook(hooks: RouteHooks): onRequestHookHandler {
  const { request: requestHooks, response: responseHooks } = joinHooks(hooks);
  const run = (
    first: number,
    arrival: number,
    request: FastifyRequest,
    reply: FastifyReply,
    done: (error?: Error) => void,
  ): void => {
    let i = first;
    let pending: Pending | undefined;
    try {
      while (i < requestHooks.length && !pending) pending = requestHooks[i++]!(request, reply, arrival);
    } catch (error) {
      // Not thrown: after a hook that waited, nobody would catch it.
      done(error as Error);
      return;
    }
    if (pending) pending((error) => (error ? done(error) : run(i, arrival, request, reply, done)));
    else done();
  };
  return (request, reply, done) => {
    const arrival = performance.now();
    // Fastify's own hook, `onResponse`, adds two listeners per request.
    reply.raw.on("finish", () => {
      const ms = performance.now() - arrival;
      for (const hook of responseHooks) hook(request, reply, ms);
    });
    run(0, arrival, request, reply, done);
  };
}
