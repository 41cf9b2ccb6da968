import { call } from '~/backend/backend';
import { BackendError } from '~/backend/error';
import { session } from '~/frame/session.svelte';
import { toasts } from '~/frame/toasts.svelte';

/** Whoever has just opened the window is left in peace first. */
const FIRST_MS = 15_000;
const EVERY_MS = 3_600_000;

async function lookAfter() {
  try {
    await call('look_after', { run: 'look-after' });
  } catch (reason) {
    const error = BackendError.from(reason);
    const kind = error.code.split('.')[0];
    // A damaged file was set aside: the page that says so takes over.
    if (kind === 'corrupt') await session.load();
    else if (kind === 'full') toasts.error(error);
    // Stopped, or something else was at work: the next time does it.
  }
}

/** Makes the daily backup and checks behind the scenes as long as the window is open. Gives the function that ends it. */
export function keepLooking(): () => void {
  const first = setTimeout(() => void lookAfter(), FIRST_MS);
  const timer = setInterval(() => void lookAfter(), EVERY_MS);
  return () => {
    clearTimeout(first);
    clearInterval(timer);
  };
}
