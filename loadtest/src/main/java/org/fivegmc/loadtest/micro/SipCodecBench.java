package org.fivegmc.loadtest.micro;

import java.util.Set;
import org.fivegmc.sip.codec.ResponseWriter;
import org.fivegmc.sip.codec.SipCheck;
import org.fivegmc.sip.codec.SipLimits;
import org.fivegmc.sip.codec.SipParse;
import org.fivegmc.sip.codec.SipParser;
import org.fivegmc.sip.codec.SipReply;
import org.fivegmc.sip.codec.SipRequest;
import org.fivegmc.sip.codec.SipWriter;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// A MESSAGE as it comes, and the 202 to it.
@State(Scope.Thread)
public class SipCodecBench {
    private static final int ACCEPTED = 202;

    private final byte[] message = Samples.message();
    private final SipParser parser = new SipParser(SipLimits.DEFAULTS);
    private final SipCheck check = new SipCheck(Set.of());
    private final SipWriter writer = new SipWriter();
    private final SipReply accepted = SipReply.of(ACCEPTED);
    private final SipRequest request = request();

    /// The index over the bytes.
    @Benchmark
    public SipParse parseMessage() {
        return parser.parseDatagram(message);
    }

    /// The index, and what RFC 3261 demands of a request.
    @Benchmark
    public SipCheck.Verdict parseAndCheckMessage() {
        return check.check(request());
    }

    @Benchmark
    public int write202() {
        ResponseWriter.write(writer.reset(), request, accepted, "a6c85cf", "127.0.0.1", 5071);
        return writer.length();
    }

    private SipRequest request() {
        if (parser.parseDatagram(message) instanceof SipRequest parsed) {
            return parsed;
        }
        throw new IllegalStateException("the sample is no request");
    }
}
