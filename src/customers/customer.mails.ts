// What customers are told about the safety of their account, in their language.
import { Injectable } from '@nestjs/common';
import { EntityManager, RequestContext } from '@mikro-orm/core';
import { Background } from '#libs/background';
import { letter, Mailer } from '#libs/mail';
import type { SecurityNotice } from '../sessions/accounts.service.js';
import { Customer, type languages } from './customer.entity.js';

type Words = Readonly<Record<(typeof languages)[number], { subject: string; text: string }>>;

const notices: Readonly<Record<SecurityNotice, Words>> = {
  refresh_token_reused: {
    en: {
      subject: 'We have signed you out on one device',
      text: 'Somebody used a sign-in of yours a second time: it may have been copied. We have ended it. Please log in again, and change your password if you do not know why.',
    },
    hi: {
      subject: 'हमने आपको एक उपकरण से साइन आउट कर दिया है',
      text: 'आपके एक साइन-इन का दोबारा इस्तेमाल हुआ: शायद उसकी नक़ल की गई थी। हमने उसे बंद कर दिया है। कृपया फिर से लॉग इन करें, और अगर आपको कारण नहीं पता, तो अपना पासवर्ड बदलें।',
    },
  },
  new_sign_in: {
    en: {
      subject: 'New sign-in to your account',
      text: 'Somebody has signed in to your account. If it was not you, change your password: that signs out everybody else.',
    },
    hi: {
      subject: 'आपके खाते में नया साइन-इन',
      text: 'किसी ने आपके खाते में साइन इन किया है। अगर यह आप नहीं थे, तो अपना पासवर्ड बदलें: इससे बाकी सब साइन आउट हो जाएँगे।',
    },
  },
  api_key_created: {
    en: {
      subject: 'New key for your account',
      text: 'A key has been made with which a program can act in your name. If it was not you, revoke it and change your password.',
    },
    hi: {
      subject: 'आपके खाते के लिए नई कुंजी',
      text: 'एक कुंजी बनाई गई है जिससे कोई प्रोग्राम आपके नाम से काम कर सकता है। अगर यह आपने नहीं किया, तो उसे रद्द करें और अपना पासवर्ड बदलें।',
    },
  },
};

@Injectable()
export class CustomerNotices {
  constructor(
    private readonly em: EntityManager,
    private readonly mailer: Mailer,
    private readonly background: Background,
  ) {}

  /** By mail, in the background; who has no e-mail address is not told. Never throws. @param id of the customer */
  send(id: string, notice: SecurityNotice): void {
    const tell = async () => {
      const customer = await this.em.findOne(Customer, { id });
      if (!customer?.email) return;
      const language = customer.language === 'hi' ? 'hi' : 'en';
      const { subject, text } = notices[notice][language];
      this.mailer.send({ to: customer.email, ...letter({ language, subject, paragraphs: [text] }) });
    };
    this.background.run('security notice', () => RequestContext.create(this.em, tell));
  }
}
