// The specialists that are declared, and which of them an intent belongs to.
import { Injectable } from '@nestjs/common';
import { DeclarationScan } from '#libs/discovery';
import { agentDeclarations, type AgentDeclaration, type DialogueAgent } from './agent.js';

/** Who answers what. Pure, so that what a message is made of can be worked out without the program. */
export class AgentDirectory {
  /** In the order of their parts in an answer. */
  readonly declarations: readonly AgentDeclaration[];
  readonly fallback: AgentDeclaration;
  readonly forDanger: AgentDeclaration | null;
  private readonly byName: ReadonlyMap<string, AgentDeclaration>;
  private readonly byIntent: ReadonlyMap<string, AgentDeclaration>;

  /** @throws Error when an intent belongs to two agents, not exactly one is the fallback, or several are for danger */
  constructor(declarations: readonly AgentDeclaration[]) {
    this.declarations = declarations.toSorted((a, b) => a.order - b.order);
    this.byName = new Map(declarations.map((each) => [each.name, each]));
    const pairs = declarations.flatMap((each) => each.intents.map((intent) => [intent, each] as const));
    this.byIntent = new Map(pairs);
    if (this.byIntent.size < pairs.length) throw new Error('An intent belongs to two agents.');
    const fallbacks = declarations.filter(({ isFallback }) => isFallback);
    if (fallbacks.length !== 1) throw new Error(`${fallbacks.length} agents are the fallback.`);
    this.fallback = fallbacks[0]!;
    const forDanger = declarations.filter((each) => each.isForDanger);
    if (forDanger.length > 1) throw new Error(`${forDanger.length} agents are for danger.`);
    this.forDanger = forDanger[0] ?? null;
  }

  /** @throws Error when there is none */
  named(name: string): AgentDeclaration {
    const declaration = this.byName.get(name);
    if (!declaration) throw new Error(`No agent is named ${name}.`);
    return declaration;
  }

  has(name: string): boolean {
    return this.byName.has(name);
  }

  /** Whether two different frames are about the same: then one takes the place of the other. */
  haveSameSubject(one: string, other: string): boolean {
    const { subject } = this.named(one);
    return one !== other && subject !== undefined && this.named(other).subject === subject;
  }

  forIntent(intent: string): AgentDeclaration {
    return this.byIntent.get(intent) ?? this.fallback;
  }

  /** Names in the order in which their parts of an answer are read. */
  inOrder(names: Iterable<string>): string[] {
    const wanted = new Set(names);
    return this.declarations.flatMap(({ name }) => (wanted.has(name) ? [name] : []));
  }
}

@Injectable()
export class AgentRegistry {
  private found?: { directory: AgentDirectory; agents: ReadonlyMap<string, DialogueAgent> };

  constructor(private readonly scan: DeclarationScan) {}

  get directory(): AgentDirectory {
    return this.all().directory;
  }

  /** @throws Error when there is none */
  agent(name: string): DialogueAgent {
    const { directory, agents } = this.all();
    return agents.get(directory.named(name).name)!;
  }

  /** Found when it is first asked for: all modules have to be there. */
  private all() {
    this.found ??= (() => {
      const providers = this.scan.providers(agentDeclarations);
      return {
        directory: new AgentDirectory(providers.map(({ definition }) => definition)),
        agents: new Map(
          providers.map(({ definition, instance }) => [definition.name, instance as DialogueAgent]),
        ),
      };
    })();
    return this.found;
  }
}
