package org.fivegmc.maap.http;

import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/// An answer. The length of its body is always known.
public record HttpAnswer(int status, List<Header> headers, Body body) {

    /// One header field; a name may occur several times.
    public record Header(String name, String value) {}

    /// What follows the headers.
    public sealed interface Body {
        long length();
    }

    /// A short body that is all in memory.
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Octets(byte[] octets) implements Body {
        @Override
        public long length() {
            return octets.length;
        }
    }

    /// A body that is read while it is sent, and closed in any case.
    ///
    /// @param length octets that are taken from the stream; it has at least as many
    public record Flow(InputStream in, long length) implements Body {}

    /// A part of a file of this machine, which the kernel sends by itself where nothing is
    /// encrypted on the way. The file is closed in any case.
    ///
    /// @param length octets from `offset` on; the file has them and does not change
    /// @param ended is told how many of them were handed to the socket
    public record Region(FileChannel file, long offset, long length, LongConsumer ended)
            implements Body {}

    public HttpAnswer {
        headers = List.copyOf(headers);
    }

    public static HttpAnswer of(int status) {
        return new HttpAnswer(status, List.of(), new Octets(new byte[0]));
    }

    /// A sentence for people.
    public static HttpAnswer text(int status, String sentence) {
        return octets(
                status,
                "text/plain; charset=utf-8",
                (sentence + "\n").getBytes(StandardCharsets.UTF_8));
    }

    public static HttpAnswer octets(int status, String contentType, byte[] octets) {
        return new HttpAnswer(
                status, List.of(new Header("content-type", contentType)), new Octets(octets));
    }

    public HttpAnswer with(String name, String value) {
        var more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new HttpAnswer(status, more, body);
    }
}
