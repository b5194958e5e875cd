import { Injectable } from '@nestjs/common';
import { tooMany } from '#platform/errors';

/** Each file holds two connections and, at the platform, one of the few calls that its organisation may have at once. */
const atOnce = 16;

/** How many files of one operator are under way through this process. */
@Injectable()
export class FilePlaces {
  private readonly taken = new Map<string, number>();

  /** Returns how to give the place back. Throws `tooMany` when there is none: files take too long to wait for one. */
  take(operatorId: string): () => void {
    const taken = this.taken.get(operatorId) ?? 0;
    if (taken >= atOnce) throw tooMany(`${atOnce} files are being downloaded already. Try again when some have ended.`, 5);
    this.taken.set(operatorId, taken + 1);
    return () => {
      const left = this.taken.get(operatorId)! - 1;
      if (left === 0) this.taken.delete(operatorId);
      else this.taken.set(operatorId, left);
    };
  }
}
