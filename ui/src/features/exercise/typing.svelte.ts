import { tick } from 'svelte';

/** Where a line is typed that goes when the program ends: the keyboard is not left nowhere, but goes to `place`. For the beginning of a component. */
export function afterTyping(changes: () => unknown, place: () => HTMLElement | undefined) {
  $effect.pre(() => {
    changes();
    if (!document.activeElement?.closest('.type-line')) return;
    void tick().then(() => {
      if (!document.querySelector('.type-line')?.contains(document.activeElement)) place()?.focus();
    });
  });
}
