import type { AdminHandler } from '#src/nodered/platform/red.js';

/** What a route answered. */
export interface RouteAnswer<Body> {
  readonly status: number;
  readonly body: Body;
}

/** What a handler of a route answers to a request; never resolves where it answers nothing. */
export function routeAnswer<Body>(handler: AdminHandler | undefined, request: object): Promise<RouteAnswer<Body>> {
  return new Promise((resolve) => {
    let status = 200;
    const response = {
      headersSent: false,
      set: () => response,
      status: (given: number) => {
        status = given;
        return response;
      },
      json: (body: Body) => resolve({ status, body }),
    };
    handler?.(request as never, response as never, () => {});
  });
}
