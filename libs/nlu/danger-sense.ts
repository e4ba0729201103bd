// Whether a text reports danger, for domains that do not know who can tell: whoever has learned it declares it.
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Declaration, DeclarationScan } from '#libs/discovery';

type ReadDanger = (text: string) => Promise<object | null>;

const dangerReaders = new Declaration<object>('danger readers');

/** Makes a method one that hears danger: `(text) => what is reported`, or null for nothing. It never throws. */
export const HearsDanger = () => dangerReaders.onMethod<ReadDanger>({});

@Injectable()
export class DangerSense implements OnModuleInit {
  private readers: readonly ReadDanger[] = [];

  constructor(private readonly declared: DeclarationScan) {}

  onModuleInit(): void {
    this.readers = this.declared.methods(dangerReaders).map(({ call }) => call as unknown as ReadDanger);
  }

  /** Whether anybody hears danger in it; false where nobody can tell. */
  async reportsDanger(text: string): Promise<boolean> {
    const heard = await Promise.all(this.readers.map((read) => read(text)));
    return heard.some((danger) => danger !== null);
  }
}
