// Hooks that are made for a route. One for all routes would have to ask `request.routeOptions`, which Fastify builds anew each time.

import type { FastifyInstance, onRequestHookHandler, onResponseHookHandler, RouteOptions } from "fastify";

/** What is done when a request comes, and when it has been answered. */
export interface RouteHooks {
  readonly onRequest?: readonly onRequestHookHandler[];
  readonly onResponse?: readonly onResponseHookHandler[];
}

/** All of the hooks, in this order. */
export function joinHooks(...hooks: readonly RouteHooks[]): Required<RouteHooks> {
  return {
    onRequest: hooks.flatMap(({ onRequest = [] }) => onRequest),
    onResponse: hooks.flatMap(({ onResponse = [] }) => onResponse),
  };
}

/** Adds hooks to every route that is added from now on, in front of its own. */
export function hookRoutes(service: FastifyInstance, hooksOf: (route: RouteOptions) => RouteHooks): void {
  service.addHook("onRoute", (route) => {
    const { onRequest, onResponse } = joinHooks(hooksOf(route));
    route.onRequest = [...onRequest, route.onRequest ?? []].flat();
    route.onResponse = [...onResponse, route.onResponse ?? []].flat();
  });
}
