import { call } from '~/backend/backend';
import { router } from '~/frame/router.svelte';

/** A new learner begins: in the first lesson of the first course, without a page between. */
export async function beginFirstLesson() {
  const { courses } = await call('library', {});
  const first = courses[0];
  if (!first) {
    router.replace({ page: 'library' });
    return;
  }
  const course = await call('enroll', { course: first.id });
  const lesson = course.lessons[0];
  router.replace(lesson ? { page: 'lesson', lesson: lesson.id } : { page: 'course', course: first.id });
}
