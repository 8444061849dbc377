package org.fivegmc.maap.dialect;

import java.net.InetAddress;
import org.fivegmc.maap.tenant.Chatbot;
import org.fivegmc.maap.tenant.Csp;

/// The chatbot a call is about and the provider that runs it; whether the call comes from them is
/// for the dialect to find out.
public record Caller(Chatbot chatbot, Csp csp) {

    /// Whether the provider calls from there.
    public boolean mayCallFrom(InetAddress remote) {
        return csp.allowed().isEmpty() || csp.allowed().stream().anyMatch(r -> r.contains(remote));
    }
}
