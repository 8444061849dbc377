package org.fivegmc.fallback.text;

import java.nio.charset.StandardCharsets;

/// The two alphabets a text message is sent in (3GPP TS 23.038 clause 4, SMPP 3.4 clause 5.2.19
/// `data_coding`).
///
/// Weights and capacities count septets for [#GSM7] and UTF-16 code units for [#UCS2].
public enum SmsCoding {
    /// GSM 7 bit default alphabet with its extension table; one octet per septet on SMPP
    /// (unpacked).
    GSM7(0x00, 160, 153, 152),
    /// UTF-16BE. Called UCS-2 by the specifications; handsets have read surrogate pairs for long.
    UCS2(0x08, 70, 67, 66);

    private final int dataCoding;
    private final int single;
    private final int part8;
    private final int part16;

    SmsCoding(int dataCoding, int single, int part8, int part16) {
        this.dataCoding = dataCoding;
        this.single = single;
        this.part8 = part8;
        this.part16 = part16;
    }

    /// The SMPP `data_coding` octet.
    public int dataCoding() {
        return dataCoding;
    }

    /// How much a message without a concatenation header holds.
    public int singleCapacity() {
        return single;
    }

    /// How much one part of a concatenated message holds (TS 23.040 clause 9.2.3.24: header of 6 or
    /// 7 octets).
    public int partCapacity(Concatenation concatenation) {
        return concatenation == Concatenation.UDH16 ? part16 : part8;
    }

    /// Weight of one UTF-16 code unit of a text this coding can carry: 2 for a character of the
    /// extension table.
    public int weight(char unit) {
        return this == GSM7 ? Gsm7.septets(unit) : 1;
    }

    /// Octets of a text this coding can carry; what [#GSM7] cannot carry becomes `?`.
    public byte[] encode(String text) {
        return this == GSM7 ? Gsm7.encode(text) : text.getBytes(StandardCharsets.UTF_16BE);
    }

    /// Text of received octets; never fails, unreadable places become U+FFFD.
    public String decode(byte[] octets) {
        return this == GSM7 ? Gsm7.decode(octets) : new String(octets, StandardCharsets.UTF_16BE);
    }
}
