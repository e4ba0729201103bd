const id = '019d45dc-7f60-7d1a-8a2b-3d4e5f607182';
const kind = 'booking.created';
const words = {
  subject: 'Your booking BK-7K3M9Q',
  title: 'Booked',
  body: 'AC repair on 21 November at 10:00.',
  short: 'Booked: AC repair, 21 Nov 10:00.',
};
const digest = { mode: 'daily', hour: 8 };
const quietHours = { from: '22:00', to: '07:00' };
const kindPreference = {
  kind,
  category: 'bookings',
  description: 'A booking was made.',
  channels: { email: true, sms: true, push: false },
  locked: [],
};

/** By name in the API document. */
export const notificationsExamples = {
  Notification: {
    id,
    kind,
    category: 'bookings',
    title: words.title,
    body: words.body,
    urgent: false,
    data: { bookingId: '019d45da-5d40-7ebb-95d6-e8f90a1b2c3d', reference: 'BK-7K3M9Q' },
    readAt: null,
    createdAt: new Date('2026-11-20T04:30:00Z'),
  },
  UnreadCount: { unread: 3 },
  ReadCount: { read: 3 },
  NotificationDelivery: {
    id: '019d45dc-8070-7e2b-9b3c-4e5f60718293',
    notificationId: id,
    kind,
    channel: 'email',
    status: 'sent',
    reason: null,
    destination: 'a***@example.com',
    transport: 'smtp',
    attempts: 1,
    notBefore: null,
    sentAt: new Date('2026-11-20T04:30:02Z'),
    createdAt: new Date('2026-11-20T04:30:00Z'),
  },
  NotificationDigest: digest,
  ReplaceNotificationPreferences: {
    kinds: { [kind]: { sms: false } },
    timeZone: 'Asia/Kolkata',
    quietHours,
    digest,
  },
  UpdateNotificationPreferences: { kinds: { [kind]: { sms: false } } },
  NotificationKindPreference: kindPreference,
  NotificationPreferences: {
    kinds: [kindPreference],
    timeZone: 'Asia/Kolkata',
    quietHours,
    digest,
    version: 1,
  },
  CreatePushSubscription: {
    endpoint: 'https://fcm.googleapis.com/fcm/send/an-example',
    expirationTime: null,
    keys: {
      p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
      auth: 'BTBZMqHH6r4Tts7J_aSIgg',
    },
  },
  PushSubscription: { id, service: 'fcm.googleapis.com', createdAt: new Date('2026-11-20T04:30:00Z') },
  PushKey: {
    publicKey: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  },
  NotificationWords: words,
  NotificationTemplate: {
    kind,
    category: 'bookings',
    description: 'A booking was made.',
    urgent: false,
    audience: ['customer'],
    words: { en: words, hi: { ...words, title: 'बुक हो गया' } },
    sample: { reference: 'BK-7K3M9Q' },
  },
  PreviewNotification: { language: 'hi', channel: 'sms' },
  NotificationPreview: { subject: words.subject, text: words.body, html: null },
};
