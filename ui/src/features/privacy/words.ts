import { m } from '~/i18n/generated/messages.js';

/** What a person is asked to agree to. A purpose that this window does not know is shown by its name. */
export function consentWords(purpose: string): string {
  switch (purpose) {
    case 'profile_shown_to_instructors':
      return m.consent_profile_shown_to_instructors();
    default:
      return purpose;
  }
}
