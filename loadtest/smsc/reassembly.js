'use strict';
// From the octets of submit_sm to text: user data header (3GPP TS 23.040 9.2.3.24), the sar_* and
// message_payload parameters (SMPP 3.4, 5.3.2), alphabets by data_coding.

const smpp = require('smpp');

const UDHI = 0x40;
const MAX_OPEN = 10000; // messages with parts missing; the oldest goes first

// Parts of one message share (source, destination, reference); ours are joined as octets, because a
// UCS-2 pair of surrogates may be cut by the border of a part.
class Reassembly {
  constructor() {
    this.open = new Map();
  }

  // Returns { parts, part, reference, text } where text is null until the last part has come.
  take(pdu) {
    const { header, payload } = split(pdu);
    const place = fromHeader(header) || fromSar(pdu) || { reference: null, total: 1, part: 1 };
    const coding = pdu.data_coding || 0;
    if (place.total < 1 || place.part < 1 || place.part > place.total) {
      return { parts: place.total, part: place.part, reference: place.reference, text: null };
    }
    if (place.total === 1) {
      return { parts: 1, part: 1, reference: place.reference, text: decode(payload, coding) };
    }
    const key = [pdu.source_addr, pdu.destination_addr, place.reference, place.total].join('|');
    const entry = this.open.get(key) || { coding, octets: new Map() };
    entry.octets.set(place.part, payload);
    this.open.set(key, entry);
    if (this.open.size > MAX_OPEN) {
      this.open.delete(this.open.keys().next().value);
    }
    let text = null;
    if (entry.octets.size === place.total) {
      this.open.delete(key);
      const inOrder = [...entry.octets.keys()].sort((a, b) => a - b).map((n) => entry.octets.get(n));
      text = decode(Buffer.concat(inOrder), entry.coding);
    }
    return { parts: place.total, part: place.part, reference: place.reference, text };
  }
}

function split(pdu) {
  const own = Buffer.isBuffer(pdu.short_message) ? pdu.short_message : Buffer.alloc(0);
  const all = own.length === 0 && Buffer.isBuffer(pdu.message_payload) ? pdu.message_payload : own;
  if (!(pdu.esm_class & UDHI) || all.length === 0) {
    return { header: Buffer.alloc(0), payload: all };
  }
  const end = Math.min(all.length, 1 + all[0]);
  return { header: all.subarray(1, end), payload: all.subarray(end) };
}

function fromHeader(header) {
  for (let at = 0; at + 2 <= header.length; at += 2 + header[at + 1]) {
    const [id, length] = [header[at], header[at + 1]];
    if (id === 0x00 && length === 3 && at + 5 <= header.length) {
      return { reference: header[at + 2], total: header[at + 3], part: header[at + 4] };
    }
    if (id === 0x08 && length === 4 && at + 6 <= header.length) {
      return { reference: header.readUInt16BE(at + 2), total: header[at + 4], part: header[at + 5] };
    }
  }
  return null;
}

function fromSar(pdu) {
  return pdu.sar_total_segments === undefined ? null : {
    reference: pdu.sar_msg_ref_num,
    total: pdu.sar_total_segments,
    part: pdu.sar_segment_seqnum,
  };
}

function decode(octets, coding) {
  switch (coding & 0x0f) {
    case 0x08:
      return Buffer.from(octets.subarray(0, octets.length & ~1)).swap16().toString('utf16le');
    case 0x03:
      return octets.toString('latin1');
    case 0x02:
    case 0x04:
      return octets.toString('hex');
    default:
      return smpp.encodings.ASCII.decode(octets);
  }
}

module.exports = { Reassembly };
