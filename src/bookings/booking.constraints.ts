// What the database itself refuses of a booking, whatever the code does. That nobody is sold twice, the reservations see to (src/slots).

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
