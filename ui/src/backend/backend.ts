// The one door to the program behind the window. Nothing else knows that it is Tauri.

import { Channel, invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import { BackendError } from './error';
import type { Commands, OutputEvent } from './types';

export type CommandName = keyof Commands;
export type Request<Name extends CommandName> = Commands[Name]['request'];
export type Response<Name extends CommandName> = Commands[Name]['response'];

/** Asks for a command. Output that comes while it runs is handed to `onOutput` piece by piece. */
export async function call<Name extends CommandName>(
  name: Name,
  request: Request<Name>,
  onOutput?: (event: OutputEvent) => void,
): Promise<Response<Name>> {
  const output = new Channel<OutputEvent>();
  if (onOutput) output.onmessage = onOutput;
  try {
    return await invoke<Response<Name>>('call', { command: { command: name, request }, output });
  } catch (reason) {
    throw BackendError.from(reason);
  }
}

/** Lets the person choose the file of a course pack, or a course's folder, with the system's own dialog. Gives its path; `null` when nothing was chosen. */
export async function chooseCourse(choice: { folder: boolean; title: string; packs: string }): Promise<string | null> {
  try {
    return await invoke<string | null>('choose_course', { choice });
  } catch (reason) {
    throw BackendError.from(reason);
  }
}

/** Tells when another process wrote to the data file. Gives the function that ends the telling. */
export function onChanged(listener: () => void): () => void {
  return on('changed', listener);
}

/** Tells when the window was to be closed and came back, because something that was typed cannot be saved. */
export function onCloseRefused(listener: () => void): () => void {
  return on('close_refused', listener);
}

function on(event: string, listener: () => void): () => void {
  const listening = listen(event, listener).catch(() => () => {});
  return () => void listening.then((end) => end());
}
