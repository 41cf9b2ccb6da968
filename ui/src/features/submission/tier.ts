import type { Tier } from '~/backend/types';
import { m } from '~/i18n/generated/messages.js';

/** How well a program was shut in, as it stands beside its result. */
export function tierRan(tier: Tier): string {
  return { A: m.tier_ran_a, B: m.tier_ran_b, C: m.tier_ran_c }[tier]();
}

/** The name of a tier, for people. */
export function tierName(tier: Tier): string {
  return { A: m.tier_short_a, B: m.tier_short_b, C: m.tier_short_c }[tier]();
}

/** What a tier means, in a sentence. */
export function tierSentence(tier: Tier): string {
  return { A: m.tier_a, B: m.tier_b, C: m.tier_c }[tier]();
}

const layers: Record<string, () => string> = {
  files_outside: m.layer_files_outside,
  home_folders: m.layer_home_folders,
  library_is_read_only: m.layer_library_is_read_only,
  local_sockets: m.layer_local_sockets,
  memory: m.layer_memory,
  network: m.layer_network,
  not_root: m.layer_not_root,
  other_processes: m.layer_other_processes,
  other_programs: m.layer_other_programs,
  processes: m.layer_processes,
  threads_are_allowed: m.layer_threads_are_allowed,
  writing_outside: m.layer_writing_outside,
};

/** What a layer of the sandbox holds. One that is new to the window keeps its own name. */
export function layerWords(name: string): string {
  return layers[name]?.() ?? name.replaceAll('_', ' ');
}
