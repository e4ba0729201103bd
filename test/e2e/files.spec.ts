// Files that no row names are swept away: photographs and files of complaints, and what was never finished. Everything else stays.
import { FileStore } from '#libs/storage';
import { newId } from '#libs/orm';
import { ComplaintAttachment } from '../../src/complaints/attachments/attachment.entity.js';
import { Complaint } from '../../src/complaints/complaint.entity.js';
import { Photograph } from '../../src/photographs/photograph.entity.js';
import { startApp, type TestApp } from '../support/app.js';
import { newDataDirectory } from '../support/data-directory.js';
import { givenIn } from '../support/given.js';
import { runJob } from '../support/job-run.js';

const directory = newDataDirectory();
let test: TestApp;
let store: FileStore;
beforeAll(async () => {
  // Of its own: other suites keep files while this one sweeps.
  test = await startApp({ settings: { DATA_DIR: directory.path } });
  store = test.app.get(FileStore);
});
afterAll(async () => {
  await test.close();
  directory.remove();
});

const strays = ['photographs/stray.webp', 'complaint-attachments/stray.pdf', 'unfinished/stray'];
const kept = ['photographs/kept.webp', 'complaint-attachments/kept.pdf', 'elsewhere/stray'];
const there = (keys: string[]) => Promise.all(keys.map(async (key) => (await store.get(key)) !== null));

it('they go after a day, those that a row names stay', async () => {
  for (const key of [...strays, ...kept]) await store.put(key, Buffer.from('x'));
  const { id: booking, customer } = await givenIn(test).confirmedBooking();
  const em = test.orm.em.fork();
  const by = { byKind: 'customer', byId: newId() };
  const size = { width: 1, height: 1, sizeBytes: 1 };
  em.create(Photograph, { booking, customer, kind: 'problem', fileKey: kept[0]!, ...size, ...by });
  const complaint = em.create(Complaint, {
    customer,
    reference: 'CP-SWEEP1',
    category: 'other',
    severity: 'low',
    subject: 'Late',
    description: 'Two hours late.',
  });
  const file = { kind: 'pdf', name: 'bill.pdf', fileKey: kept[1]!, sizeBytes: 1 } as const;
  em.create(ComplaintAttachment, { complaint, ...file, ...by });
  await em.flush();

  // When they were put there says the clock of the machine: by this one they are not a day old yet.
  test.clock.set(new Date('2000-01-01T00:00:00Z'));
  expect(await runJob(test, 'files.sweep')).toEqual({ removed: 0 });
  test.clock.set(new Date('2999-01-01T00:00:00Z'));
  expect(await runJob(test, 'files.sweep')).toEqual({ removed: 3 });
  expect(await there(strays)).toEqual([false, false, false]);
  expect(await there(kept)).toEqual([true, true, true]);
  expect(await runJob(test, 'files.sweep')).toEqual({ removed: 0 });
});
