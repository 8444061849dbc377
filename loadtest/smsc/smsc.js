#!/usr/bin/env node
'use strict';
// An SMSC for demonstrations and tests (SMPP 3.4). Every event is one line of JSON on stdout:
//   listening, bind, unbind, submit, message, throttled, receipt, receipt-acknowledged, mo-answered,
//   mo-unsent, control
// `submit` is one PDU, `message` the whole text once all its parts have come. Commands on stdin, one
// a line: pause (submissions wait unanswered), resume, mo FROM TO TEXT (a message of a handset, in
// parts if it is long), drop (closes every connection), quit. It ends when stdin closes.

const readline = require('node:readline');
const smpp = require('smpp');
const { read } = require('./options');
const { Reassembly } = require('./reassembly');

const options = read(process.argv.slice(2));
const reassembly = new Reassembly();
const held = [];
const MAX_HELD = 100000;
let paused = false;
let lastId = 0x1000;
let submissions = 0;
let refusals = 0;
let lastReference = 0;
let second = { start: 0, count: 0 };

// Octets stay octets: the library's own decoding would replace halves of surrogate pairs.
delete smpp.commands.submit_sm.params.short_message.filter;
delete smpp.tlvs.message_payload.filter;

function log(event, fields) {
  process.stdout.write(`${JSON.stringify({ event, at: new Date().toISOString(), ...fields })}\n`);
}

function overRate() {
  if (options.rateCap === 0) {
    return false;
  }
  const now = Date.now();
  if (now - second.start >= 1000) {
    second = { start: now, count: 0 };
  }
  second.count += 1;
  return second.count > options.rateCap;
}

function throttled() {
  if (overRate()) {
    return true;
  }
  if (options.throttleAfter > 0 && submissions >= options.throttleAfter && refusals < options.throttleCount) {
    refusals += 1;
    return true;
  }
  return false;
}

// Some SMSCs answer in hexadecimal and report in decimal.
function idInResponse(id) {
  return options.idDialect === 'dec' ? String(id) : id.toString(16);
}

function idInReceipt(id) {
  return options.idDialect === 'hex' ? id.toString(16) : String(id);
}

function stamp() {
  return new Date().toISOString().replace(/\D/g, '').slice(2, 12);
}

function receiptText(id) {
  const good = options.receiptState === 'DELIVRD';
  return `id:${idInReceipt(id)} sub:001 dlvrd:${good ? '001' : '000'} submit date:${stamp()} `
    + `done date:${stamp()} stat:${options.receiptState} err:${good ? '000' : '001'} text:`;
}

// A receipt may go over any session of the account that can receive.
function sendReceipt(session, pdu, id) {
  const able = (s) => s.receives && s.socket.writable;
  const target = able(session) ? session : server.sessions.find(able);
  const receipt = { messageId: idInReceipt(id), state: options.receiptState, to: pdu.source_addr, from: pdu.destination_addr };
  if (!target) {
    log('receipt-lost', receipt);
    return;
  }
  log('receipt', receipt);
  target.deliver_sm({
    source_addr_ton: pdu.dest_addr_ton,
    source_addr_npi: pdu.dest_addr_npi,
    source_addr: pdu.destination_addr,
    dest_addr_ton: pdu.source_addr_ton,
    dest_addr_npi: pdu.source_addr_npi,
    destination_addr: pdu.source_addr,
    esm_class: 0x04,
    data_coding: 0,
    short_message: Buffer.from(receiptText(id), 'latin1'),
    receipted_message_id: idInReceipt(id),
    message_state: options.messageState,
  }, (answer) => log('receipt-acknowledged', { ...receipt, status: answer.command_status }));
}

function wantsReceipt(pdu) {
  const asked = pdu.registered_delivery & 0x03;
  const good = options.receiptState === 'DELIVRD';
  return asked === 1 || (asked === 2 && !good) || (asked === 3 && good);
}

function submit(session, pdu) {
  if (!session.sends) {
    session.send(pdu.response({ command_status: smpp.ESME_RINVBNDSTS }));
    return;
  }
  if (throttled()) {
    log('throttled', { from: pdu.source_addr, to: pdu.destination_addr });
    session.send(pdu.response({ command_status: smpp.ESME_RTHROTTLED }));
    return;
  }
  submissions += 1;
  const id = ++lastId;
  const taken = reassembly.take(pdu);
  const fields = { messageId: idInResponse(id), from: pdu.source_addr, to: pdu.destination_addr };
  log('submit', {
    ...fields, part: taken.part, parts: taken.parts, reference: taken.reference,
    dataCoding: pdu.data_coding, priority: pdu.priority_flag, receiptWanted: wantsReceipt(pdu),
  });
  if (taken.text !== null) {
    log('message', { ...fields, parts: taken.parts, text: taken.text });
  }
  const respond = () => session.send(pdu.response({ message_id: idInResponse(id) }));
  if (!wantsReceipt(pdu)) {
    respond();
  } else if (options.receiptBeforeResponse) {
    sendReceipt(session, pdu, id);
    setTimeout(respond, options.receiptDelay);
  } else {
    respond();
    setTimeout(() => sendReceipt(session, pdu, id), options.receiptDelay);
  }
}

function bind(session, pdu, sends, receives) {
  const known = pdu.system_id === options.systemId && pdu.password === options.password;
  log('bind', { systemId: pdu.system_id, mode: pdu.command, accepted: known });
  if (!known) {
    session.send(pdu.response({ command_status: smpp.ESME_RBINDFAIL }), () => session.close());
    return;
  }
  session.sends = sends;
  session.receives = receives;
  session.send(pdu.response({ system_id: 'smsc' }));
}

const server = smpp.createServer((session) => {
  session.on('error', (wrong) => log('error', { message: wrong.message }));
  session.on('bind_transceiver', (pdu) => bind(session, pdu, true, true));
  session.on('bind_transmitter', (pdu) => bind(session, pdu, true, false));
  session.on('bind_receiver', (pdu) => bind(session, pdu, false, true));
  session.on('enquire_link', (pdu) => session.send(pdu.response()));
  session.on('unbind', (pdu) => {
    log('unbind', {});
    session.send(pdu.response(), () => session.close());
  });
  session.on('submit_sm', (pdu) => {
    if (!paused) {
      submit(session, pdu);
    } else if (held.length < MAX_HELD) {
      held.push([session, pdu]);
    } else {
      session.send(pdu.response({ command_status: smpp.ESME_RMSGQFUL }));
    }
  });
  session.on('unknown', (pdu) => session.send(pdu.response()));
});

function deliver(target, from, to, esmClass, octets) {
  const fields = { from, to };
  target.deliver_sm({
    source_addr_ton: 1,
    source_addr_npi: 1,
    source_addr: from,
    dest_addr_ton: 0,
    dest_addr_npi: 1,
    destination_addr: to,
    esm_class: esmClass,
    data_coding: 8,
    short_message: octets,
  }, (answer) => log('mo-answered', { ...fields, status: answer.command_status }));
}

// A handset numbers its long messages itself.
function fromHandset(from, to, text) {
  const target = server.sessions.find((s) => s.receives && s.socket.writable);
  if (!target) {
    log('mo-unsent', { from, to });
    return;
  }
  const octets = Buffer.from(text, 'utf16le').swap16();
  if (octets.length <= 140) {
    deliver(target, from, to, 0, octets);
    return;
  }
  const parts = Math.ceil(octets.length / 134);
  lastReference = (lastReference + 1) & 0xff;
  for (let i = 0; i < parts; i += 1) {
    const header = Buffer.from([5, 0, 3, lastReference, parts, i + 1]);
    deliver(target, from, to, 0x40, Buffer.concat([header, octets.subarray(i * 134, (i + 1) * 134)]));
  }
}

function control(line) {
  const [command, from, to, ...words] = line.split(' ');
  log('control', { command });
  if (command === 'pause') {
    paused = true;
  } else if (command === 'resume') {
    paused = false;
    held.splice(0).forEach(([session, pdu]) => submit(session, pdu));
  } else if (command === 'mo') {
    fromHandset(from, to, words.join(' '));
  } else if (command === 'drop') {
    server.sessions.slice().forEach((session) => session.destroy());
  } else if (command === 'quit') {
    process.exit(0);
  }
}

server.on('error', (wrong) => {
  process.stderr.write(`smsc: ${wrong.message}\n`);
  process.exit(1);
});
server.listen(options.port, options.host, () => log('listening', { port: server.address().port }));
readline.createInterface({ input: process.stdin })
  .on('line', (line) => control(line.trim()))
  .on('close', () => process.exit(0));
