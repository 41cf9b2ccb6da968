/** The pages, and what each needs to know. An address is the part after `#`, so that back and forward work without a server. */
export type Route =
  | { page: 'library' }
  | { page: 'course'; course: string }
  | { page: 'lesson'; lesson: string }
  | { page: 'exercise'; exercise: string }
  | { page: 'progress' }
  | { page: 'setup' }
  | { page: 'health' };

export type PageName = Route['page'];

/** Reads an address. What cannot be read leads to the library, where everybody finds on. */
export function parseRoute(hash: string): Route {
  const [page = '', ...rest] = hash.replace(/^#\/?/, '').split('/');
  const name = rest.map(decode).join('/');
  if (page === 'course' && name) return { page, course: name };
  if (page === 'lesson' && name) return { page, lesson: name };
  if (page === 'exercise' && name) return { page, exercise: name };
  if (page === 'progress' || page === 'setup' || page === 'health') return { page };
  return { page: 'library' };
}

/** Writes an address. */
export function address(route: Route): string {
  switch (route.page) {
    case 'course':
      return `#/course/${encode(route.course)}`;
    case 'lesson':
      return `#/lesson/${encode(route.lesson)}`;
    case 'exercise':
      return `#/exercise/${encode(route.exercise)}`;
    case 'library':
      return '#/courses';
    default:
      return `#/${route.page}`;
  }
}

function encode(name: string): string {
  return name.split('/').map(encodeURIComponent).join('/');
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
