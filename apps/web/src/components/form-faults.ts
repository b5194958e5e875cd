import { ApiError } from '../api/http.js';

interface FaultTarget {
  setErrors: (errors: Record<string, string>) => void;
}

/** Puts the server's faults beside the fields they name; a fault of no known field goes to the first one. */
export function applyFaults(form: FaultTarget, error: unknown, fields: readonly string[]): void {
  if (!(error instanceof ApiError)) return;
  const errors: Record<string, string> = {};
  for (const fault of error.faults) {
    const named = fields.find((field) => fault.itemId === field || fault.itemId.endsWith(`.${field}`));
    const field = named ?? fields[0];
    if (field !== undefined) errors[field] = errors[field] ? `${errors[field]} ${fault.message}` : fault.message;
  }
  if (error.faults.length > 0) form.setErrors(errors);
}
