import { drafts } from '~/features/exercise/drafts.svelte';
import { router } from '~/frame/router.svelte';
import { session } from '~/frame/session.svelte';
import { toasts } from '~/frame/toasts.svelte';

/** Signs out, but only after what was typed is on the disk: without an account it could no longer be saved. */
export async function leaveAccount() {
  try {
    await drafts.flush();
    await session.signOut();
    drafts.forget();
    router.replace({ page: 'library' });
  } catch (reason) {
    toasts.error(reason);
  }
}
