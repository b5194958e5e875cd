/** What the portal tells whoever started it. */
export type PortalMessage =
  | { listening: number }
  /** Holds a generated password and key the one time that they are known. */
  | { firstOperator: object };

/** Over the channel that a parent process opened, or as one line of JSON for a person or a script. */
export function tellParent(message: PortalMessage): void {
  if (process.send) process.send(message);
  else process.stdout.write(`${JSON.stringify(message)}\n`);
}
