import { toasts } from '~/frame/toasts.svelte';
import { m } from '~/i18n/generated/messages.js';

/** Puts a text on the clipboard and says so. */
export async function copyText(text: string) {
  try {
    await navigator.clipboard.writeText(text);
    toasts.note(m.copied());
  } catch {
    // The window was not allowed to; the keyboard still is.
    toasts.note(m.copy_failed());
  }
}
