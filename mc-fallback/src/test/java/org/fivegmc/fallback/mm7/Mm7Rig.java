package org.fivegmc.fallback.mm7;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.fivegmc.fallback.mms.MmsLimits;
import org.fivegmc.fallback.spi.MmsPage;
import org.fivegmc.fallback.spi.OutboundMms;
import org.fivegmc.fallback.text.SmsAddress;

/// An account and messages for tests.
final class Mm7Rig {
    static final Mm7Account ACCOUNT =
            new Mm7Account(
                    "user",
                    "secret",
                    "vasp",
                    "vas",
                    "",
                    "",
                    Mm7Account.SCHEMAS + "REL-6-MM7-1-4",
                    "6.8.0");

    private Mm7Rig() {}

    static Mm7GatewayConfig config(URI url, int requests, int pending, Duration response) {
        return new Mm7GatewayConfig(
                "mmsc-1",
                url,
                ACCOUNT,
                MmsLimits.defaults(),
                requests,
                pending,
                1000,
                Duration.ofSeconds(2),
                response,
                Duration.ofMillis(200));
    }

    static OutboundMms message(String text, Duration patience) {
        return new OutboundMms(
                "m",
                SmsAddress.alphanumeric("RCS"),
                SmsAddress.international("8613900000001"),
                "subject & more",
                () -> List.of(new MmsPage(text, Optional.empty())),
                Duration.ofHours(1),
                true,
                patience);
    }
}
