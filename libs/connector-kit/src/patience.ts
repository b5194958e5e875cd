/** How long an answer may take before its request is given up. */
export class Patience {
  readonly signal: AbortSignal;
  private readonly silence: NodeJS.Timeout | undefined;

  private constructor(wholeMilliseconds: number, silenceMilliseconds?: number) {
    const whole = AbortSignal.timeout(wholeMilliseconds);
    if (silenceMilliseconds === undefined) {
      this.signal = whole;
      return;
    }
    const silent = new AbortController();
    this.silence = setTimeout(() => silent.abort(), silenceMilliseconds);
    this.signal = AbortSignal.any([whole, silent.signal]);
  }

  /** From the first byte sent to the last byte received. */
  static withWhole(milliseconds: number): Patience {
    return new Patience(milliseconds);
  }

  /** From one part of the answer to the next, and five times as long in all: whoever reads the parts may be slow. */
  static withParts(milliseconds: number): Patience {
    return new Patience(5 * milliseconds, milliseconds);
  }

  moved(): void {
    this.silence?.refresh();
  }

  end(): void {
    clearTimeout(this.silence);
  }
}
