const ComplaintViewInput = {
  name: 'Mine, the most urgent first',
  isShared: false,
  query: { assignee: 'me', unsolved: 'true', sort: '-priorityScore' },
};
const ComplaintView = {
  id: '019d45d6-5ddb-7692-9f4f-68a7e873909f',
  ownerId: '019d45d6-6ddb-7692-9f4f-68a7e873909f',
  ...ComplaintViewInput,
  version: 1,
};

/** By name in the API document. */
export const viewsExamples = {
  ComplaintViewInput,
  ComplaintView,
  ComplaintViews: { items: [ComplaintView] },
  ComplaintViewCounts: { items: [{ id: ComplaintView.id, count: 12, isMore: false }] },
};
