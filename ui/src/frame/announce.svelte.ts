import { tick } from 'svelte';

class Announcer {
  polite = $state('');

  /** Says a sentence once to those who listen to the page. */
  async say(sentence: string) {
    // The same sentence twice is only said twice if the region was empty between them.
    this.polite = '';
    await tick();
    this.polite = sentence;
  }
}

export const announcer = new Announcer();
