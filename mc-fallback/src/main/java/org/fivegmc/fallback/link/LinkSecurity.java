package org.fivegmc.fallback.link;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import javax.net.ssl.SSLException;

/// What protects the connection.
public sealed interface LinkSecurity {
    /// Nothing; for networks that are protected otherwise.
    record Plain() implements LinkSecurity {}

    /// TLS from the first octet; the certificate must name the configured host.
    record Tls(SslContext context) implements LinkSecurity {}

    /// TLS that trusts the authorities of the JDK.
    static LinkSecurity publicAuthorities() throws SSLException {
        return new Tls(SslContextBuilder.forClient().build());
    }
}
