package org.fivegmc.sip.auth;

import java.util.Optional;
import org.fivegmc.core.message.Msisdn;

/// Where authentication vectors for users with a SIM come from: an HSS, an AuC, a file. Called on
/// threads that must not block for long; implementations fetch vectors ahead.
public interface AkaVectorSource {

    /// One authentication vector (3GPP TS 33.102 section 6.3).
    ///
    /// @param rand 16 octets
    /// @param autn 16 octets
    /// @param xres the expected answer, 4 to 16 octets
    record Vector(byte[] rand, byte[] autn, byte[] xres) {}

    /// A fresh vector, or empty for users who don't authenticate by AKA.
    ///
    /// @param identity private identity as the handset gave it; empty when it gave none
    Optional<Vector> next(String identity, Msisdn user);

    /// The card asks for resynchronisation (RFC 3310 section 3.4): the next vector must take
    /// account of it.
    void resynchronise(String identity, Msisdn user, byte[] rand, byte[] auts);

    /// Nobody authenticates by AKA.
    AkaVectorSource NONE =
            new AkaVectorSource() {
                @Override
                public Optional<Vector> next(String identity, Msisdn user) {
                    return Optional.empty();
                }

                @Override
                public void resynchronise(String identity, Msisdn user, byte[] rand, byte[] auts) {}
            };
}
