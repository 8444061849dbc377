package org.fivegmc.loadtest.handset;

import java.time.Duration;
import org.fivegmc.loadtest.msrp.Draft;
import org.fivegmc.loadtest.msrp.Manners;

/// How a session is opened and behaves.
///
/// @param secure whether the offer is for TLS
/// @param setup of the offer; for one that comes and leaves the choice, of the answer
/// @param sessionExpires asked for (RFC 4028)
/// @param patience how long the other side may take to answer; then CANCEL
/// @param chunk octets of an MSRP chunk
/// @param hidden whether we want to stay unknown to the other party
/// @param manners on MSRP
/// @param wording of our description
/// @param firstText goes in the INVITE, as of a client whose `firstMessageInvite` is set; empty for
///   none
/// @param conversation its Conversation-ID; that of all we have with the other party when empty
public record ChatOptions(
        boolean secure,
        Setup setup,
        Duration sessionExpires,
        Duration patience,
        int chunk,
        boolean hidden,
        Manners manners,
        Wording wording,
        String firstText,
        String conversation) {
    /// TCP, we connect.
    public static final ChatOptions DEFAULT =
            new ChatOptions(
                    false,
                    Setup.ACTIVE,
                    Duration.ofMinutes(30),
                    Duration.ofSeconds(60),
                    Draft.CHUNK,
                    false,
                    Manners.GOOD,
                    Wording.PLAIN,
                    "",
                    "");

    /// `a=setup` (RFC 4145).
    public enum Setup {
        ACTIVE,
        PASSIVE,
        ACTPASS;

        String token() {
            return switch (this) {
                case ACTIVE -> "active";
                case PASSIVE -> "passive";
                case ACTPASS -> "actpass";
            };
        }
    }

    public ChatOptions overTls() {
        return new ChatOptions(
                true,
                setup,
                sessionExpires,
                patience,
                chunk,
                hidden,
                manners,
                wording,
                firstText,
                conversation);
    }

    public ChatOptions with(Setup other) {
        return new ChatOptions(
                secure,
                other,
                sessionExpires,
                patience,
                chunk,
                hidden,
                manners,
                wording,
                firstText,
                conversation);
    }

    public ChatOptions withSessionExpires(Duration other) {
        return new ChatOptions(
                secure,
                setup,
                other,
                patience,
                chunk,
                hidden,
                manners,
                wording,
                firstText,
                conversation);
    }

    public ChatOptions withPatience(Duration other) {
        return new ChatOptions(
                secure,
                setup,
                sessionExpires,
                other,
                chunk,
                hidden,
                manners,
                wording,
                firstText,
                conversation);
    }

    public ChatOptions inChunksOf(int octets) {
        return new ChatOptions(
                secure,
                setup,
                sessionExpires,
                patience,
                octets,
                hidden,
                manners,
                wording,
                firstText,
                conversation);
    }

    public ChatOptions with(Manners other) {
        return new ChatOptions(
                secure,
                setup,
                sessionExpires,
                patience,
                chunk,
                hidden,
                other,
                wording,
                firstText,
                conversation);
    }

    public ChatOptions asUnknown() {
        return new ChatOptions(
                secure,
                setup,
                sessionExpires,
                patience,
                chunk,
                true,
                manners,
                wording,
                firstText,
                conversation);
    }

    public ChatOptions with(Wording other) {
        return new ChatOptions(
                secure,
                setup,
                sessionExpires,
                patience,
                chunk,
                hidden,
                manners,
                other,
                firstText,
                conversation);
    }

    public ChatOptions beginningWith(String text) {
        return new ChatOptions(
                secure,
                setup,
                sessionExpires,
                patience,
                chunk,
                hidden,
                manners,
                wording,
                text,
                conversation);
    }

    public ChatOptions of(String otherConversation) {
        return new ChatOptions(
                secure,
                setup,
                sessionExpires,
                patience,
                chunk,
                hidden,
                manners,
                wording,
                firstText,
                otherConversation);
    }
}
