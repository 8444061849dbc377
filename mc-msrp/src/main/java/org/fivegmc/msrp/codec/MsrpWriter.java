package org.fivegmc.msrp.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.fivegmc.wire.ByteSlice;

/// Writes one frame into a buffer that is used again for the next. The body is not copied: the
/// frame is [#head], [#body], [#tail], one after the other, valid until the next frame is begun.
///
/// Values must be free of line ends; who takes them from others checks them. One thread at a time.
public final class MsrpWriter {
    private static final byte[] CRLF = {'\r', '\n'};

    private byte[] buffer = new byte[512];
    private int length;
    private int headEnd;
    private ByteSlice id = ByteSlice.EMPTY;
    private ByteSlice body = ByteSlice.EMPTY;
    private boolean hasBody;

    /// Begins a request.
    ///
    /// @param method `SEND`, `REPORT`
    public MsrpWriter request(ByteSlice id, String method, ByteSlice toPath, ByteSlice fromPath) {
        return begin(id).text(method).octets(CRLF).paths(toPath, fromPath);
    }

    /// Begins a response.
    public MsrpWriter response(
            ByteSlice id, MsrpStatus status, ByteSlice toPath, ByteSlice fromPath) {
        begin(id).number(status.code()).text(" ").text(status.comment()).octets(CRLF);
        return paths(toPath, fromPath);
    }

    private MsrpWriter begin(ByteSlice transactionId) {
        length = 0;
        headEnd = 0;
        id = transactionId;
        body = ByteSlice.EMPTY;
        hasBody = false;
        return text("MSRP ").octets(transactionId).text(" ");
    }

    private MsrpWriter paths(ByteSlice toPath, ByteSlice fromPath) {
        return header("To-Path", toPath).header("From-Path", fromPath);
    }

    public MsrpWriter header(String name, ByteSlice value) {
        return text(name).text(": ").octets(value).octets(CRLF);
    }

    public MsrpWriter header(String name, String value) {
        return text(name).text(": ").text(value).octets(CRLF);
    }

    public MsrpWriter byteRange(ByteRange range) {
        text("Byte-Range: ").position(range.start()).text("-").position(range.end());
        return text("/").position(range.total()).octets(CRLF);
    }

    /// Status of a REPORT.
    public MsrpWriter status(MsrpStatus status) {
        text("Status: 000 ").number(status.code()).text(" ");
        return text(status.comment()).octets(CRLF);
    }

    /// The body; the last header, Content-Type, comes before it.
    public MsrpWriter body(ByteSlice octets) {
        octets(CRLF);
        headEnd = length;
        body = octets;
        hasBody = true;
        return octets(CRLF);
    }

    /// Ends the frame.
    public MsrpWriter end(End.Flag flag) {
        if (!hasBody) {
            headEnd = length;
        }
        text("-------").octets(id);
        ensure(1);
        buffer[length++] = (byte) flag.octet();
        return octets(CRLF);
    }

    public ByteSlice head() {
        return ByteSlice.of(buffer, 0, headEnd);
    }

    public ByteSlice body() {
        return body;
    }

    public ByteSlice tail() {
        return ByteSlice.of(buffer, headEnd, length - headEnd);
    }

    /// Octets of the frame.
    public int length() {
        return length + body.length();
    }

    /// The frame in an array of its own.
    public byte[] toByteArray() {
        byte[] all = new byte[length()];
        System.arraycopy(buffer, 0, all, 0, headEnd);
        System.arraycopy(body.array(), body.offset(), all, headEnd, body.length());
        System.arraycopy(buffer, headEnd, all, headEnd + body.length(), length - headEnd);
        return all;
    }

    private MsrpWriter position(long value) {
        return value == ByteRange.OPEN ? text("*") : number(value);
    }

    private MsrpWriter number(long value) {
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        ensure(digits);
        long rest = value;
        for (int i = length + digits - 1; i >= length; i--) {
            buffer[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    private MsrpWriter text(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return octets(text.getBytes(StandardCharsets.UTF_8));
            }
        }
        ensure(text.length());
        for (int i = 0; i < text.length(); i++) {
            buffer[length++] = (byte) text.charAt(i);
        }
        return this;
    }

    private MsrpWriter octets(ByteSlice octets) {
        ensure(octets.length());
        System.arraycopy(octets.array(), octets.offset(), buffer, length, octets.length());
        length += octets.length();
        return this;
    }

    private MsrpWriter octets(byte[] octets) {
        ensure(octets.length);
        System.arraycopy(octets, 0, buffer, length, octets.length);
        length += octets.length;
        return this;
    }

    private void ensure(int more) {
        if (length + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Integer.highestOneBit(length + more) * 2);
        }
    }
}
