package org.fivegmc.sip.identity;

import java.util.Optional;
import org.fivegmc.core.message.Msisdn;
import org.fivegmc.sip.codec.NameAddr;
import org.fivegmc.sip.codec.SipWriter;
import org.fivegmc.sip.codec.Span;
import org.fivegmc.sip.codec.Uri;
import org.fivegmc.wire.uri.NumberPlan;

/// Numbers in SIP addresses and back, for the home domain and home country. Immutable.
///
/// @param domain the home domain, which follows the at sign in the addresses of users
public record HomeNumbers(String domain, NumberPlan plan) {

    /// The number in a URI, or empty when it is no telephone number.
    public Optional<Msisdn> number(Span uri) {
        long digits = plan.number(uri.slice());
        return digits == NumberPlan.NOT_A_NUMBER
                ? Optional.empty()
                : Optional.of(new Msisdn(digits));
    }

    public Optional<Msisdn> number(Uri uri) {
        return number(uri.raw());
    }

    public Optional<Msisdn> number(NameAddr address) {
        return number(address.uri());
    }

    /// The user's SIP URI, `sip:+86138…@home`.
    public String sip(Msisdn number) {
        return "sip:+" + number.e164() + "@" + domain;
    }

    /// Writes the user's SIP URI.
    public void writeSip(SipWriter out, Msisdn number) {
        out.text("sip:+").number(number.e164()).put('@').text(domain);
    }

    public String tel(Msisdn number) {
        return "tel:+" + number.e164();
    }
}
