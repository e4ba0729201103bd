const SaveViewOfComplaints = {
  name: 'Mine, the most urgent first',
  isShared: false,
  query: { assignee: 'me', unsolved: 'true', sort: '-priorityScore' },
};
const ViewOfComplaints = {
  id: '019d45d6-5ddb-7692-9f4f-68a7e873909f',
  ownerId: '019d45d6-6ddb-7692-9f4f-68a7e873909f',
  ...SaveViewOfComplaints,
  version: 1,
};

/** By name in the API document. */
export const viewsExamples = {
  SaveViewOfComplaints,
  ViewOfComplaints,
  ComplaintViews: { items: [ViewOfComplaints] },
  ComplaintViewCounts: { items: [{ id: ViewOfComplaints.id, count: 12, isMore: false }] },
};
