import type { Route } from './route';

export interface Crumb {
  text: string;
  route?: Route;
}

class Crumbs {
  /** The way to the page that is shown; its last part is the page itself. */
  list = $state.raw<readonly Crumb[]>([]);
}

export const crumbs = new Crumbs();
