package org.fivegmc.fallback.smpp;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import javax.net.ssl.SSLException;

/// What protects the connection.
public sealed interface SmppSecurity {
    /// Nothing; for networks that are protected otherwise.
    record Plain() implements SmppSecurity {}

    /// TLS from the first octet; the certificate must name the configured host.
    record Tls(SslContext context) implements SmppSecurity {}

    /// TLS that trusts the authorities of the JDK.
    static SmppSecurity publicAuthorities() throws SSLException {
        return new Tls(SslContextBuilder.forClient().build());
    }
}
