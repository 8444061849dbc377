package org.fivegmc.fallback.inbound;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.fivegmc.fallback.spi.InboundSms;
import org.fivegmc.fallback.spi.LinkTimes;
import org.fivegmc.fallback.text.Octets;
import org.fivegmc.fallback.text.PartNumber;
import org.fivegmc.fallback.text.SmsAddress;
import org.fivegmc.fallback.text.TextCoding;

/// The rows of a [PartBuffer].
///
/// ```
/// part     | 1 | first at 8 | gateway | source | destination | coding | reference 2 | number 1 | of 1 | octets |
/// finished | 2 | first at 8 | name | finished at 8 | of 1 | hash 4 ... |
/// address  | type of number 1 | plan 1 | digits |
/// text     | length 2 | modified UTF-8 |
/// octets   | length 4 | octets |
/// ```
final class PartRows {

    private static final int PART = 1;
    private static final int FINISHED = 2;

    private PartRows() {}

    /// A row that was read.
    sealed interface Row {
        record Part(long firstAtMs, InboundSms part) implements Row {}

        record Over(Gathering.Finished finished) implements Row {}
    }

    static byte[] part(long firstAtMs, InboundSms part) {
        return written(out -> {
            out.writeByte(PART);
            out.writeLong(firstAtMs);
            out.writeUTF(part.gateway());
            address(out, part.source());
            address(out, part.destination());
            out.writeUTF(part.coding().name());
            out.writeShort(part.number().reference());
            out.writeByte(part.number().sequence());
            out.writeByte(part.number().total());
            out.writeInt(part.octets().length());
            out.write(part.octets().array());
        });
    }

    static byte[] finished(Gathering.Finished finished) {
        return written(out -> {
            out.writeByte(FINISHED);
            out.writeLong(finished.firstAtMs());
            out.writeUTF(finished.name());
            out.writeLong(finished.finishedAtMs());
            out.writeByte(finished.hashes().length);
            for (int hash : finished.hashes()) {
                out.writeInt(hash);
            }
        });
    }

    /// @throws IOException for what is no such row
    static Row read(byte[] value) throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(value));
        int kind = in.readUnsignedByte();
        long firstAtMs = in.readLong();
        try {
            return switch (kind) {
                case PART -> new Row.Part(firstAtMs, part(in));
                case FINISHED -> new Row.Over(finished(in, firstAtMs));
                default -> throw new IOException("a row of kind " + kind);
            };
        } catch (IllegalArgumentException e) {
            throw new IOException("an impossible value", e);
        }
    }

    private static InboundSms part(DataInputStream in) throws IOException {
        String gateway = in.readUTF();
        SmsAddress source = address(in);
        SmsAddress destination = address(in);
        TextCoding coding = TextCoding.valueOf(in.readUTF());
        int reference = in.readUnsignedShort();
        int sequence = in.readUnsignedByte();
        var number = new PartNumber(reference, sequence, in.readUnsignedByte());
        byte[] octets = in.readNBytes(in.readInt());
        return new InboundSms(
                gateway,
                source,
                destination,
                coding,
                number,
                Octets.of(octets),
                "",
                LinkTimes.NONE);
    }

    private static Gathering.Finished finished(DataInputStream in, long firstAtMs)
            throws IOException {
        String name = in.readUTF();
        long finishedAtMs = in.readLong();
        int[] hashes = new int[in.readUnsignedByte()];
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = in.readInt();
        }
        return new Gathering.Finished(name, firstAtMs, finishedAtMs, hashes);
    }

    private static void address(DataOutputStream out, SmsAddress address) throws IOException {
        out.writeByte(address.ton());
        out.writeByte(address.npi());
        out.writeUTF(address.digits());
    }

    private static SmsAddress address(DataInputStream in) throws IOException {
        int ton = in.readUnsignedByte();
        int npi = in.readUnsignedByte();
        return new SmsAddress(ton, npi, in.readUTF());
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static byte[] written(Writing writing) {
        var octets = new ByteArrayOutputStream(256);
        try (var out = new DataOutputStream(octets)) {
            writing.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return octets.toByteArray();
    }
}
