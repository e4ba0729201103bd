/** By name in the API document. */
export const cspReportsExamples = {
  PolicyViolationReport: {
    'csp-report': {
      'document-uri': 'https://desk.example.com/reset-password',
      'effective-directive': 'script-src-elem',
      'blocked-uri': 'https://evil.example/a.js',
    },
  },
};
