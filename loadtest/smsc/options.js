'use strict';
// Command line of the SMSC: one table says names, defaults and ranges.

const { parseArgs } = require('node:util');

const OPTIONS = {
  host: { type: 'string', default: '127.0.0.1' },
  port: { type: 'string', default: '0' }, // 0: any free port, told in the "listening" event
  'system-id': { type: 'string', default: 'fivegmc' },
  password: { type: 'string', default: 'secret' },
  'receipt-delay': { type: 'string', default: '50' }, // milliseconds
  'receipt-state': { type: 'string', default: 'DELIVRD' },
  'receipt-before-response': { type: 'boolean', default: false },
  'rate-cap': { type: 'string', default: '0' }, // submissions a second, 0: none
  'throttle-after': { type: 'string', default: '0' }, // every later submission is throttled, 0: never
  'throttle-count': { type: 'string', default: '1' }, // so many refusals after throttle-after
  'id-dialect': { type: 'string', default: 'hex' }, // hex, dec, or hexdec: hex in the response, decimal in the receipt
  log: { type: 'string', default: 'json' },
};

const STATES = {
  ENROUTE: 1, DELIVRD: 2, EXPIRED: 3, DELETED: 4, UNDELIV: 5, ACCEPTD: 6, UNKNOWN: 7, REJECTD: 8,
};

function fail(message) {
  process.stderr.write(`smsc: ${message}\n`);
  process.exit(2);
}

function number(values, name, max) {
  const value = Number(values[name]);
  if (!Number.isInteger(value) || value < 0 || value > max) {
    fail(`--${name} must be a whole number from 0 to ${max}`);
  }
  return value;
}

function read(argv) {
  let values;
  try {
    values = parseArgs({ args: argv, options: OPTIONS, strict: true }).values;
  } catch (wrong) {
    fail(wrong.message);
  }
  if (!(values['receipt-state'] in STATES)) {
    fail(`--receipt-state must be one of ${Object.keys(STATES).join(', ')}`);
  }
  if (!['hex', 'dec', 'hexdec'].includes(values['id-dialect'])) {
    fail('--id-dialect must be hex, dec or hexdec');
  }
  if (values.log !== 'json') {
    fail('--log knows only json');
  }
  return {
    host: values.host,
    port: number(values, 'port', 65535),
    systemId: values['system-id'],
    password: values.password,
    receiptDelay: number(values, 'receipt-delay', 86400000),
    receiptState: values['receipt-state'],
    messageState: STATES[values['receipt-state']],
    receiptBeforeResponse: values['receipt-before-response'],
    rateCap: number(values, 'rate-cap', 1000000),
    throttleAfter: number(values, 'throttle-after', 1000000000),
    throttleCount: number(values, 'throttle-count', 1000000000),
    idDialect: values['id-dialect'],
  };
}

module.exports = { read };
