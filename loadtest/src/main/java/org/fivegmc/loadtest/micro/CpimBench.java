package org.fivegmc.loadtest.micro;

import org.fivegmc.wire.cpim.CpimMessage;
import org.fivegmc.wire.cpim.CpimResult;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// A message's CPIM body, with what the center asks of it.
@State(Scope.Thread)
public class CpimBench {
    private final byte[] body = Samples.cpim();

    @Benchmark
    public int parseCpim() {
        CpimResult result = CpimMessage.parse(body);
        if (result instanceof CpimResult.Parsed parsed) {
            CpimMessage message = parsed.message();
            return message.imdnMessageId().length()
                    + message.dispositionNotification().hashCode()
                    + message.contentType().length();
        }
        throw new IllegalStateException("not read: " + result);
    }
}
