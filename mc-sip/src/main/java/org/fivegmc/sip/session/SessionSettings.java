package org.fivegmc.sip.session;

import java.util.List;
import org.fivegmc.core.message.ChatbotAddress;
import org.fivegmc.core.message.UserAddress;
import org.fivegmc.sip.dialog.DialogSettings;
import org.fivegmc.sip.identity.HomeNumbers;
import org.fivegmc.sip.identity.TrustedPeers;
import org.fivegmc.wire.rcs.RcsService;
import org.fivegmc.wire.sdp.LocalPoint;

/// The operator's settings for sessions. Times in milliseconds.
///
/// @param relays relays of media, as of border controllers: anybody may have us connect there
/// @param ownContact this server's URI
/// @param dialogs limits and timers of sessions
/// @param points where peers connect to over MSRP, in the order of preference
/// @param design how our answer to a chat says what becomes of what is not delivered (RCC.07
///   section 3.2.3)
/// @param deferred how stored messages name their sender
/// @param largestOfChat octets of a message of a chat, CPIM included
/// @param largestStandalone the same of a large message
/// @param keepMs how long a message is kept at most
/// @param pagerLimit octets of a message that goes in pager mode to a device that takes both
/// @param gathered octets in memory of all messages that are being received
/// @param ringMs how long a device may take to answer
/// @param attemptMs how long an attempt may take in all, less than its lease
/// @param idleMs a session of ours in which nobody writes is ended after this; one of the user's
///   after five times as long
/// @param lingerMs a session for stored messages is ended so long after the last of them
public record SessionSettings(
        HomeNumbers numbers,
        TrustedPeers trusted,
        TrustedPeers relays,
        String ownContact,
        DialogSettings dialogs,
        List<LocalPoint> points,
        Design design,
        Deferred deferred,
        long largestOfChat,
        long largestStandalone,
        long keepMs,
        int pagerLimit,
        long gathered,
        int ringMs,
        long attemptMs,
        long idleMs,
        long lingerMs) {

    public SessionSettings {
        points = List.copyOf(points);
        if (points.isEmpty()) {
            throw new IllegalArgumentException("no way to be reached over MSRP");
        }
        if (largestOfChat < 1
                || largestStandalone < 1
                || pagerLimit < 0
                || gathered < Gathering.IN_MEMORY
                || keepMs < 1
                || ringMs < 1
                || attemptMs <= ringMs
                || idleMs < 1
                || lingerMs < 1) {
            throw new IllegalArgumentException("a limit of sessions is out of range");
        }
    }

    /// Octets of a message in a session, CPIM included. What is written to a chatbot goes on in one
    /// call of its webhook: larger content is a file.
    long largest(SessionKind kind, UserAddress peer) {
        long largest =
                switch (kind) {
                    case CHAT -> largestOfChat;
                    case LARGE -> largestStandalone;
                };
        return peer instanceof ChatbotAddress ? Math.min(largest, Gathering.IN_MEMORY) : largest;
    }

    /// Who cares for messages that are not delivered.
    public enum Design {
        /// The sender's client: it revokes them and sends an SMS itself.
        CLIENT(RcsService.MSGREVOKE),
        /// The network.
        NETWORK(RcsService.MSGFALLBACK);

        private final RcsService tag;

        Design(RcsService tag) {
            this.tag = tag;
        }

        RcsService tag() {
            return tag;
        }
    }

    /// Who calls when stored messages are delivered.
    public enum Deferred {
        /// `rcse-standfw` of the home domain, and Referred-By names the sender.
        STORE_AND_FORWARD,
        /// The sender, as if it were now.
        SENDER
    }
}
