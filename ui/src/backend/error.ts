import type { ApiError } from './types';

/** An error of the backend, as something that can be thrown. */
export class BackendError extends Error implements ApiError {
  readonly code: string;
  readonly params: Record<string, unknown>;
  readonly retry: boolean;
  readonly operation_id: string | null;

  constructor(error: ApiError) {
    super(error.code);
    this.name = 'BackendError';
    this.code = error.code;
    this.params = error.params;
    this.retry = error.retry;
    this.operation_id = error.operation_id;
  }

  /** Makes one of whatever was thrown. What does not have the form of an error of the backend is our fault. */
  static from(reason: unknown): BackendError {
    if (reason instanceof BackendError) return reason;
    if (typeof reason === 'object' && reason !== null && 'code' in reason && typeof reason.code === 'string') {
      const error = reason as Partial<ApiError> & { code: string };
      return new BackendError({
        code: error.code,
        params: error.params ?? {},
        retry: error.retry ?? false,
        operation_id: error.operation_id ?? null,
      });
    }
    console.error(reason);
    return new BackendError({ code: 'bug.internal', params: {}, retry: false, operation_id: null });
  }
}
