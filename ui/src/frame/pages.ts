import type { Component } from 'svelte';
import { call } from '~/backend/backend';
import { drafts } from '~/features/exercise/drafts.svelte';
import type { Route } from './route';

/** What every page is given: its data, fetched by one command, and a way to fetch it again. */
export interface PageProps<Data> {
  data: Data;
  refresh: () => Promise<void>;
  show: (data: Data) => void;
}

export interface OpenedPage {
  component: Component<PageProps<unknown>>;
  data: unknown;
}

type Module = Promise<{ default: unknown }>;

async function open(module: Module, data: Promise<unknown>): Promise<OpenedPage> {
  const [loaded, value] = await Promise.all([module, data]);
  return { component: loaded.default as Component<PageProps<unknown>>, data: value };
}

/** Loads a page's code and data side by side. */
export function openPage(route: Route): Promise<OpenedPage> {
  return open(pageModule(route), pageData(route));
}

export async function pageData(route: Route): Promise<unknown> {
  // What was just typed is on the disk before a page is read that may show it.
  await drafts.flush();
  switch (route.page) {
    case 'library':
      return call('library', {});
    case 'course':
      return call('course', { course: route.course });
    case 'lesson':
      return call('lesson', { lesson: route.lesson });
    case 'exercise':
      return call('exercise', { exercise: route.exercise });
    case 'progress':
      return call('progress', {});
    case 'setup':
      return call('sandbox', {});
    case 'health': {
      const [health, backups] = await Promise.all([call('health', {}), call('backups', {})]);
      return { health, backups };
    }
  }
}

function pageModule(route: Route): Module {
  switch (route.page) {
    case 'library':
      return import('~/features/course/LibraryPage.svelte');
    case 'course':
      return import('~/features/course/CoursePage.svelte');
    case 'lesson':
      return import('~/features/lesson/LessonPage.svelte');
    case 'exercise':
      return import('~/features/exercise/ExercisePage.svelte');
    case 'progress':
      return import('~/features/progress/ProgressPage.svelte');
    case 'setup':
      return import('~/features/setup/SetupPage.svelte');
    case 'health':
      return import('~/features/health/HealthPage.svelte');
  }
}
