import type { OpenBackend } from './backends.js';
import { Lane } from './lane.js';

/** The lines of the program, on the backend that it has. */
export class Queues {
  private readonly lanes = new Map<string, Lane>();

  constructor(private readonly backend: OpenBackend) {}

  get backendName(): OpenBackend['name'] {
    return this.backend.name;
  }

  lane(name: string): Lane {
    let lane = this.lanes.get(name);
    if (!lane) this.lanes.set(name, (lane = new Lane(name, this.backend)));
    return lane;
  }

  async close(): Promise<void> {
    await Promise.all([...this.lanes.values()].map((lane) => lane.close()));
    await this.backend.close();
  }
}
