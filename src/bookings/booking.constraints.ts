// What the database finds a booking by, and what it itself refuses of one, whatever the code does. That nobody is sold twice, the reservations see to (src/slots).

type Indexed = 'customer' | 'provider' | 'status' | 'startsAt' | 'createdAt' | 'id';
export const bookingIndexes: { name: string; properties: Indexed[] }[] = [
  { name: 'bookings_customer_time_index', properties: ['customer', 'startsAt', 'id'] },
  { name: 'bookings_time_index', properties: ['startsAt', 'id'] },
  { name: 'bookings_provider_time_index', properties: ['provider', 'startsAt'] },
  { name: 'bookings_status_time_index', properties: ['status', 'startsAt'] },
  { name: 'bookings_created_at_index', properties: ['createdAt'] },
];

export const itemChecks = [
  { name: 'booking_items_quantity_check', expression: 'quantity >= 1' },
  { name: 'booking_items_amount_check', expression: 'amount_paise = quantity * unit_paise' },
  { name: 'booking_items_sign_check', expression: `(kind = 'discount') = (unit_paise < 0)` },
];

export const bookingChecks = [
  { name: 'bookings_time_check', expression: 'starts_at < ends_at and ends_at <= busy_until' },
  { name: 'bookings_total_check', expression: 'total_paise >= 0' },
  { name: 'bookings_quantity_check', expression: 'quantity >= 1 and quantity <= 20' },
  {
    name: 'bookings_fee_check',
    expression: 'cancellation_fee_paise >= 0 and cancellation_fee_paise <= total_paise',
  },
  {
    // What is cancelled has a fee, be it 0; nothing else has one.
    name: 'bookings_cancelled_check',
    expression: `(status = 'cancelled') = (cancellation_fee_paise is not null)`,
  },
  { name: 'bookings_rescheduling_fee_check', expression: 'rescheduling_fee_paise >= 0' },
  { name: 'bookings_start_tries_check', expression: 'start_tries >= 0 and start_tries <= 5' },
];
