// What a customer thinks of professionals. Reviews belong to a domain that knows bookings, so it declares beside itself how they are read.
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Declaration, DeclarationScan } from '#libs/discovery';

/** Stars of the customer's latest review of each; who was not rated is not in it. One statement. */
type OpinionsOf = (customer: string, providers: readonly string[]) => Promise<Map<string, number>>;

const opinionReaders = new Declaration<string>('readers of opinions', (name) => name);

/** On the method that reads them. There is one. */
export const TellsOpinions = () => opinionReaders.onMethod<OpinionsOf>('opinions');

@Injectable()
export class OpinionsService implements OnModuleInit {
  private read: OpinionsOf | undefined;

  constructor(private readonly declared: DeclarationScan) {}

  onModuleInit(): void {
    const [reader] = this.declared.methods(opinionReaders);
    this.read = reader?.call as OpinionsOf | undefined;
  }

  /** As {@link OpinionsOf}; nothing where nobody keeps any. */
  async of(customer: string, providers: readonly string[]): Promise<Map<string, number>> {
    if (!this.read || providers.length === 0) return new Map();
    return this.read(customer, providers);
  }
}
