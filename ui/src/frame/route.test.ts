import { describe, expect, it } from 'vitest';
import { address, parseRoute, type Route } from './route';

describe('addresses', () => {
  const routes: Route[] = [
    { page: 'library' },
    { page: 'course', course: 'python-first-steps' },
    { page: 'lesson', lesson: 'python-first-steps/lists' },
    { page: 'exercise', exercise: 'a course/50 %' },
    { page: 'progress' },
    { page: 'setup' },
    { page: 'health' },
  ];

  it.each(routes)('are read as they were written: $page', (route) => {
    expect(parseRoute(address(route))).toEqual(route);
  });

  it('that cannot be read lead to the library', () => {
    for (const wrong of ['', '#', '#/', '#/nowhere', '#/lesson', '#/lesson/']) {
      expect(parseRoute(wrong)).toEqual({ page: 'library' });
    }
  });

  it('with broken escapes are taken as they stand', () => {
    expect(parseRoute('#/course/50%')).toEqual({ page: 'course', course: '50%' });
  });
});
