package org.fivegmc.loadtest.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What was offered, what was accepted (202) and what arrived, per conversation. A conversation has
/// one sender and one recipient, and its next message is offered only after the last one was
/// accepted, so that the order in which they must arrive is beyond doubt.
///
/// Thread: one.
final class Ledger {
    private final List<Conversation> conversations = new ArrayList<>();
    private final Map<String, Message> byId = new HashMap<>();
    private final Map<String, String> idByToken = new HashMap<>();
    private final Set<String> transactions = new HashSet<>();
    private long refused;
    private long retransmissions;
    private long duplicatesOnWire;
    private long duplicatesAfterDedup;
    private long strangers;

    /// One message on its way.
    static final class Message {
        private final Conversation conversation;
        private final int sequence;
        private boolean accepted;
        private boolean delivered;

        private Message(Conversation conversation, int sequence) {
            this.conversation = conversation;
            this.sequence = sequence;
        }

        String imdnId() {
            return "m-" + token();
        }

        String token() {
            return conversation.number + "-" + sequence;
        }

        Conversation conversation() {
            return conversation;
        }

        boolean accepted() {
            return accepted;
        }
    }

    /// The messages from one sender to one recipient.
    static final class Conversation {
        private final int number;
        private final String sender;
        private final String recipient;
        private int offered;
        private int accepted;
        private int delivered;
        private int acceptedAndDelivered;
        private int highest;
        private int outOfOrder;

        private Conversation(int number, String sender, String recipient) {
            this.number = number;
            this.sender = sender;
            this.recipient = recipient;
        }

        String sender() {
            return sender;
        }

        String recipient() {
            return recipient;
        }

        int missing() {
            return accepted - acceptedAndDelivered;
        }
    }

    /// The sums. `strangers` are deliveries of messages never offered, or to the wrong recipient.
    record Totals(
            long offered,
            long accepted,
            long refused,
            long delivered,
            long missing,
            long retransmissions,
            long duplicatesOnWire,
            long duplicatesAfterDedup,
            long outOfOrder,
            long strangers) {
        /// Nothing accepted was lost, nothing came twice to a reader, and there was something to
        /// lose.
        boolean clean() {
            return accepted > 0 && missing == 0 && duplicatesAfterDedup == 0 && strangers == 0;
        }
    }

    Conversation open(String sender, String recipient) {
        Conversation conversation = new Conversation(conversations.size(), sender, recipient);
        conversations.add(conversation);
        return conversation;
    }

    List<Conversation> conversations() {
        return List.copyOf(conversations);
    }

    int size() {
        return byId.size();
    }

    Message offer(Conversation conversation) {
        Message message = new Message(conversation, ++conversation.offered);
        byId.put(message.imdnId(), message);
        return message;
    }

    void accepted(Message message) {
        if (!message.accepted) {
            message.accepted = true;
            message.conversation.accepted++;
            if (message.delivered) {
                message.conversation.acceptedAndDelivered++;
            }
        }
    }

    void refused() {
        refused++;
    }

    /// A MESSAGE reached `recipient`; `transaction` tells a SIP retransmission from a new delivery.
    void delivered(String recipient, String imdnId, String token, String transaction) {
        if (!transactions.add(transaction)) {
            retransmissions++;
            return;
        }
        String before = idByToken.putIfAbsent(token, imdnId);
        if (before != null && !before.equals(imdnId)) {
            duplicatesAfterDedup++;
            return;
        }
        Message message = byId.get(imdnId);
        if (message == null || !message.conversation.recipient.equals(recipient)) {
            strangers++;
            return;
        }
        if (message.delivered) {
            duplicatesOnWire++;
            return;
        }
        message.delivered = true;
        Conversation conversation = message.conversation;
        conversation.delivered++;
        if (message.accepted) {
            conversation.acceptedAndDelivered++;
        }
        if (message.sequence < conversation.highest) {
            conversation.outOfOrder++;
        }
        conversation.highest = Math.max(conversation.highest, message.sequence);
    }

    Totals totals() {
        return new Totals(
                conversations.stream().mapToLong(c -> c.offered).sum(),
                conversations.stream().mapToLong(c -> c.accepted).sum(),
                refused,
                conversations.stream().mapToLong(c -> c.delivered).sum(),
                conversations.stream().mapToLong(Conversation::missing).sum(),
                retransmissions,
                duplicatesOnWire,
                duplicatesAfterDedup,
                conversations.stream().mapToLong(c -> c.outOfOrder).sum(),
                strangers);
    }
}
