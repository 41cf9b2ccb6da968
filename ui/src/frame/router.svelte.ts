import { address, parseRoute, type Route } from './route';

class Router {
  route = $state.raw<Route>(parseRoute(location.hash));

  constructor() {
    addEventListener('hashchange', () => {
      this.route = parseRoute(location.hash);
    });
  }

  go(route: Route) {
    location.hash = address(route);
  }

  /** Goes to a page that takes the place of this one, so that "back" does not come here again. */
  replace(route: Route) {
    history.replaceState(null, '', address(route));
    this.route = route;
  }
}

export const router = new Router();
