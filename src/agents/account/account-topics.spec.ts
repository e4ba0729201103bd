import { accountTopicIn } from './account-topics.js';

it.each([
  ['i have a new number, update it', 'phone'],
  ['मेरा मोबाइल नंबर बदलना है', 'phone'],
  ['मेरा फ़ोन बदल गया', 'phone'],
  ['my mail id is misspelled', 'email'],
  ['how do i change my email address', 'email'],
  ['reset my password', 'password'],
  ['password reset mail did not come', 'password'],
  ['otp for login comes on my old number', 'login'],
  ['my name is spelled wrong', 'name'],
  ['which addresses have you saved', 'addresses'],
  ['please delete my account', 'closing'],
  ['मेरा अकाउंट बंद कर दो', 'closing'],
  ['mera account band karo', 'closing'],
  ['give me a copy of my data', 'data'],
  ['write to me in another language', 'language'],
])('%s', (text, topic) => {
  expect(accountTopicIn(text)).toBe(topic);
});

it.each([
  'update my profile',
  'what do you know about me',
  'change my email and my phone number',
  'remove a saved address and change the password',
  'rename the sofa',
])('%s: none, or several', (text) => {
  expect(accountTopicIn(text)).toBeNull();
});
