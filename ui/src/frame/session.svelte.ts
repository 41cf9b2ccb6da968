import { call } from '~/backend/backend';
import type { AccountView, Preferences, StatusView } from '~/backend/types';

const DEFAULTS: Preferences = {
  language: 'en',
  theme: 'system',
  font: 'hyperlegible',
  editor_font_size: 15,
  wrap_lines: false,
};

/** What holds for the whole window: the state of the installation, who is signed in, and their choices. */
class Session {
  status = $state.raw<StatusView | null>(null);
  account = $derived(this.status?.signed_in ?? null);
  preferences = $derived(this.account?.preferences ?? DEFAULTS);

  async load() {
    this.show(await call('status', {}));
  }

  show(status: StatusView) {
    this.status = status;
    this.applyPreferences();
  }

  /** Takes an account that has just signed in, together with the list that now holds it. */
  async signedIn(account: AccountView) {
    const status = await call('status', {});
    this.show({ ...status, signed_in: account });
  }

  async signOut() {
    await call('sign_out', {});
    await this.load();
  }

  async savePreferences(change: Partial<Preferences>) {
    const status = this.status;
    const account = this.account;
    if (!status || !account) return;
    const wanted = { ...account.preferences, ...change };
    this.show({ ...status, signed_in: { ...account, preferences: wanted } });
    try {
      const preferences = await call('save_preferences', wanted);
      if (this.status && this.account) {
        this.show({ ...this.status, signed_in: { ...this.account, preferences } });
      }
    } catch (error) {
      this.show(status);
      throw error;
    }
  }

  /** Colours and typeface stand on the root element, where the tokens look for them. */
  applyPreferences(preferences: Preferences = this.preferences) {
    const root = document.documentElement;
    root.lang = preferences.language;
    root.dataset.theme = preferences.theme;
    root.dataset.font = preferences.font;
    root.style.setProperty('--code-size', `${preferences.editor_font_size}px`);
  }
}

export const session = new Session();
